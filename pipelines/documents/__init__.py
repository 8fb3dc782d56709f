"""An outlet's stored documents."""
