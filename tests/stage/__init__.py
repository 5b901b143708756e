"""What tests stand on and do not look at: databases, live servers, browsers."""
