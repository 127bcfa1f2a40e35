"""Why a score is low: errors by kind and what each costs, confusions, cascades, calibration."""
