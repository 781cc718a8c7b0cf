"""A mail server with STARTTLS and a password, which writes each letter as a line of JSON."""

import json
import ssl
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

port, cert, key = sys.argv[1:]


class Handler:
    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({
            "user": session.auth_data.login.decode(),
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "content": envelope.content.decode(),
            "tls": session.ssl is not None,
        }), flush=True)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    good = (data.login, data.password) == (b"ada", b"secret")
    return AuthResult(success=good, handled=False, auth_data=data)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)
controller = Controller(
    Handler(),
    hostname="127.0.0.1",
    port=int(port),
    tls_context=context,
    require_starttls=True,
    authenticator=authenticate,
    auth_required=True,
)
controller.start()
try:
    threading.Event().wait()
except KeyboardInterrupt:
    controller.stop()
