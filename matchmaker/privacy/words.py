"""What people agree to, and where, in words."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from matchmaker.accounts.enums import ConsentChannel, ConsentDocument
from matchmaker.errors import Words

DOCUMENTS: Mapping[ConsentDocument, Words] = {
    ConsentDocument.PRIVACY_NOTICE: _("隐私说明"),
    ConsentDocument.PHONE_SHARING: _("双方接受对接后，把电话告诉对方"),
}
CHANNELS: Mapping[ConsentChannel, Words] = {
    ConsentChannel.REGISTRATION: _("注册时"),
    ConsentChannel.INVITATION: _("接受邀请时"),
    ConsentChannel.SIGN_IN: _("登录后"),
    ConsentChannel.ACCOUNT: _("账号页面"),
}
