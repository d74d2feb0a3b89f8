from django.urls import URLPattern, path

from criteria.views import (
    catalogue,
    comparison,
    drafts,
    evidence,
    indicator,
    inheritance,
    levels,
    logging,
    matrix,
    paste,
    recognition,
    replies,
    responsibility,
    rounds,
    scorecard,
    sets_edit,
    sets_import,
    sheets,
    thresholds,
    turned,
    unverified,
)

app_name = "criteria"
urlpatterns: list[URLPattern] = [
    # the scorecard
    path("xa/<str:code>/phieu/<slug:set_code>/", scorecard.scorecard_open, name="scorecard_open"),
    path("phieu/<int:pk>/", scorecard.scorecard_detail, name="scorecard_detail"),
    path("phieu/<int:pk>/in/", scorecard.scorecard_print, name="scorecard_print"),
    path("phieu/<int:pk>/tieu-chi/<int:number>/", logging.criterion_entry, name="criterion_entry"),
    path("phieu/<int:pk>/tieu-chi/<int:number>/ket-qua/", logging.log_status, name="log_status"),
    path("phieu/<int:pk>/chi-tieu/<int:indicator_pk>/", logging.measure, name="measure"),
    path(
        "phieu/<int:pk>/chi-tieu/<int:indicator_pk>/chi-tiet/",
        indicator.indicator_detail,
        name="indicator_detail",
    ),
    path("ket-qua/<int:pk>/rut/", logging.withdraw_status, name="withdraw_status"),
    path("so-lieu/<int:pk>/rut/", logging.withdraw_measurement, name="withdraw_measurement"),
    # evidence
    path("phieu/<int:pk>/minh-chung/", evidence.evidence_all, name="evidence_all"),
    path(
        "phieu/<int:pk>/chi-tieu/<int:indicator_pk>/minh-chung/",
        evidence.evidence_list,
        name="evidence_list",
    ),
    path(
        "phieu/<int:pk>/tieu-chi/<int:number>/minh-chung/",
        evidence.criterion_evidence,
        name="criterion_evidence",
    ),
    path("minh-chung/<int:pk>/", evidence.evidence_detail, name="evidence_detail"),
    path("minh-chung/<int:pk>/tep/", evidence.evidence_file, name="evidence_file"),
    path("minh-chung/<int:pk>/rut/", evidence.evidence_withdraw, name="evidence_withdraw"),
    # merged communes
    path("xa/<str:code>/ke-thua/", inheritance.inheritance_detail, name="inheritance"),
    path(
        "xa/<str:code>/ke-thua/mau-so/",
        inheritance.denominators_state,
        name="denominators_state",
    ),
    path(
        "xa/<str:code>/ke-thua/dua-vao-phieu/",
        inheritance.inheritance_take,
        name="inheritance_take",
    ),
    # two yardsticks
    path("so-sanh/", comparison.comparison, name="comparison"),
    path("xa/<str:code>/so-sanh/", comparison.comparison_commune, name="comparison_commune"),
    path("tuong-ung/", comparison.mapping_list, name="mapping_list"),
    path("tuong-ung/<int:pk>/sua/", comparison.mapping_edit, name="mapping_edit"),
    # rounds
    path("ky/", rounds.round_list, name="round_list"),
    path("ky/them/", rounds.round_add, name="round_add"),
    path("ky/<int:pk>/", rounds.round_detail, name="round_detail"),
    path("ky/<int:pk>/sua/", rounds.round_edit, name="round_edit"),
    path("ky/<int:pk>/dong/", rounds.round_close, name="round_close"),
    # drafts: what was read, before it is stored
    path("nhap/", drafts.draft_list, name="draft_list"),
    path("nhap/tep/", sheets.sheet_upload, name="sheet_upload"),
    path("nhap/ma-tran/", matrix.matrix_upload, name="matrix_upload"),
    path("phieu/<int:pk>/mau.xlsx", sheets.scorecard_template, name="scorecard_template"),
    path("tieu-chi/<slug:code>/mau.xlsx", sheets.province_template, name="province_template"),
    path(
        "tieu-chi/<slug:code>/<int:number>/mau.xlsx",
        sheets.criterion_template,
        name="criterion_template",
    ),
    path("nhap/<int:pk>/", drafts.draft_detail, name="draft_detail"),
    path("nhap/<int:pk>/tien-do/", drafts.draft_progress, name="draft_progress"),
    path("nhap/<int:pk>/lua-chon/", drafts.draft_options, name="draft_options"),
    path("nhap/<int:pk>/doc-lai/", drafts.draft_retry, name="draft_retry"),
    path("nhap/<int:pk>/ghi/", drafts.draft_store, name="draft_store"),
    path("nhap/<int:pk>/bo/", drafts.draft_discard, name="draft_discard"),
    # what the law asks
    path("tieu-chi/", catalogue.set_list, name="set_list"),
    path("tieu-chi/<slug:code>/", catalogue.set_detail, name="set_detail"),
    path(
        "tieu-chi/<slug:code>/<int:number>/", catalogue.criterion_detail, name="criterion_detail"
    ),
    # the office keeps the catalogue
    path("tieu-chi/<slug:code>/sua/", sets_edit.set_edit, name="set_edit"),
    path("tieu-chi/<slug:code>/sao-chep/", sets_edit.set_copy, name="set_copy"),
    path("tieu-chi/<slug:code>/them-tieu-chi/", sets_edit.criterion_add, name="criterion_add"),
    path(
        "tieu-chi/<slug:code>/<int:number>/sua/", sets_edit.criterion_edit, name="criterion_edit"
    ),
    path(
        "tieu-chi/<slug:code>/<int:number>/them-chi-tieu/",
        sets_edit.indicator_add,
        name="indicator_add",
    ),
    path("chi-tieu/<int:pk>/sua/", sets_edit.indicator_edit, name="indicator_edit"),
    path("tieu-chi/<slug:code>/mau/", sets_import.set_template, name="set_template"),
    path("tieu-chi/<slug:code>/nhap/", sets_import.set_import, name="set_import"),
    path("nhap-bo/<int:pk>/", sets_import.set_draft, name="set_draft"),
    path("nhap-bo/<int:pk>/luu/", sets_import.set_draft_store, name="set_draft_store"),
    path("nhap-bo/<int:pk>/bo/", sets_import.set_draft_discard, name="set_draft_discard"),
    path("danh-muc/", unverified.catalogue_index, name="catalogue_index"),
    path("nguong/chua-kiem-chung/", unverified.unverified_list, name="unverified_list"),
    path(
        "tieu-chi/<slug:code>/phan-cong/",
        responsibility.responsibility_list,
        name="responsibility_list",
    ),
    path(
        "phan-cong-chi-tieu/<int:pk>/ket-thuc/",
        responsibility.responsibility_end,
        name="responsibility_end",
    ),
    path("chi-tieu/<int:pk>/", thresholds.indicator_page, name="indicator_page"),
    path("chi-tieu/<int:pk>/nguong/them/", thresholds.threshold_add, name="threshold_add"),
    path("nguong/<int:pk>/sua/", thresholds.threshold_correct, name="threshold_correct"),
    path("nguong/<int:pk>/kiem-chung/", thresholds.threshold_check, name="threshold_check"),
    path("nguong/<int:pk>/bo/", thresholds.threshold_withdraw, name="threshold_withdraw"),
    # one criterion over all communes, and what communes answer
    path("tieu-chi/<slug:code>/<int:number>/nhap/", turned.criterion_turned, name="turned"),
    path("tieu-chi/<slug:code>/<int:number>/mo-phieu/", turned.open_across, name="open_across"),
    path(
        "tieu-chi/<slug:code>/<int:number>/nhap/<str:commune>/",
        turned.log_in_row,
        name="log_in_row",
    ),
    path("tieu-chi/<slug:code>/<int:number>/de-xuat/", turned.log_proposed, name="log_proposed"),
    path("tieu-chi/<slug:code>/<int:number>/dan/", paste.paste, name="paste"),
    path("xa/<str:code>/y-kien/", replies.words_of_others_list, name="words_of_others"),
    path("ket-qua/<int:pk>/y-kien/", replies.reply_to_status, name="reply_to_status"),
    path("so-lieu/<int:pk>/y-kien/", replies.reply_to_value, name="reply_to_value"),
    # recognition and its levels
    path("cong-nhan/", recognition.recognition_list, name="recognition_list"),
    path("cong-nhan/nguy-co/", recognition.recognition_risk, name="recognition_risk"),
    path(
        "cong-nhan/<int:pk>/thu-hoi/",
        recognition.recognition_revoke,
        name="recognition_revoke",
    ),
    path("xa/<str:code>/cong-nhan/them/", recognition.recognition_add, name="recognition_add"),
    path("muc-cong-nhan/", levels.level_rules, name="level_rules"),
]
