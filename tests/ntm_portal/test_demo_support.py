"""Made-up help goes with the demonstration; real help stays and only loses what pointed at it."""

import pytest

from accounts.models import User
from ntm_portal.demo.support import clear_support
from plans.models import Attachment, Need, PlanDraft, SupportAction, SupportMoney
from tests.factories import (
    AttachmentFactory,
    NeedFactory,
    PlanDraftFactory,
    SupportActionFactory,
    SupportMoneyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_only_real_help_stays(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    demo = UserFactory(demo=True)
    invented = NeedFactory(illustrative=True)
    real = SupportActionFactory(need=invented, commune=invented.commune)
    kept = AttachmentFactory(action=real)
    AttachmentFactory(action=real, by=demo)
    SupportMoneyFactory(action=SupportActionFactory(illustrative=True))
    AttachmentFactory(action=SupportActionFactory(by=demo))
    PlanDraftFactory(kind="support", by=demo)

    clear_support(User.objects.filter(demo=True))

    assert list(SupportAction.objects.all()) == [real]
    assert list(Attachment.objects.all()) == [kept]
    real.refresh_from_db()
    assert real.need is None
    assert not any(model.objects.exists() for model in (Need, SupportMoney, PlanDraft))
