"""The CDXJ index beside an outlet's archives."""
