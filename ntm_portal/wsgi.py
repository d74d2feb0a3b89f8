import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm_portal.settings.base")

application = get_wsgi_application()

# What is loaded by now stays as long as the process: the collector need not walk it with every
# large page. A page of two thousand cells makes some hundred thousand objects, all short-lived.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
