"""The environment of the tests, set before the settings are read."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="anyue-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
# WhiteNoise warns where the folder of the collected files is missing.
os.mkdir(os.path.join(_folder, "static"))
os.environ["DEMO"] = "true"
os.environ["DEBUG"] = "true"
os.environ["DATA_DIR"] = _folder
