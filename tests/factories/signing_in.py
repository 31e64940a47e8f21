"""Signing a test browser in without the sign-in page."""

from flask import Flask
from flask.testing import FlaskClient

from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.sessions import open_session
from matchmaker.db import db


def sign_in(app: Flask, client: FlaskClient, account_id: int) -> None:
    """Give the browser a session of the account."""
    with app.app_context():
        account = db.session.get_one(Account, account_id)
        token = open_session(account, user_agent="test").token
        db.session.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
