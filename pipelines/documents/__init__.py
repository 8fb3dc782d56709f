"""An outlet's stored documents: their versions, the check of their files, and the symptoms of a broken outlet."""
