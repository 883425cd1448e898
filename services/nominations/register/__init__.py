"""The register (hồ sơ đơn vị, nhân sự): units, people and their yearly facts."""
