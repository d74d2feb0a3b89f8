from criteria.forms.speaking import SpeakingForm, StatusForm, ValueForm, WithdrawForm

__all__ = ["SpeakingForm", "StatusForm", "ValueForm", "WithdrawForm"]
