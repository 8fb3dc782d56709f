"""Files that lie elsewhere: `place` names and reads them, `stores` asks the stores that hold them."""
