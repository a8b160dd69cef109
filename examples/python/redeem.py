"""Redeems a coupon without an SDK. Run: python3 redeem.py COUPON_CODE ORDER_ID (Python 3.8 or newer)."""
import hashlib
import hmac
import json
import os
import sys
import urllib.parse
import urllib.request
from datetime import datetime, timedelta, timezone

URL = os.environ.get("YAOQUAN_URL", "http://127.0.0.1:8080") + "/router/rest"
APP_KEY = os.environ["YAOQUAN_APP_KEY"]
APP_SECRET = os.environ["YAOQUAN_APP_SECRET"]


def call(method, parameters):
    """Signs and sends one call. Returns the decoded answer; an error_response comes with HTTP 200 too."""
    sent = {
        **parameters,
        "method": method,
        "app_key": APP_KEY,
        "timestamp": datetime.now(timezone(timedelta(hours=8))).strftime("%Y-%m-%d %H:%M:%S"),
        "v": "2.0",
        "format": "json",
        "sign_method": "hmac-sha256",
    }
    sent["sign"] = sign(sent)
    form = urllib.parse.urlencode(sent).encode()
    with urllib.request.urlopen(URL, form, timeout=10) as answer:
        return json.load(answer)


def sign(parameters):
    """HMAC-SHA256 over names and values in the order of the names, in capitals."""
    base = "".join(name + parameters[name] for name in sorted(parameters))
    return hmac.new(APP_SECRET.encode(), base.encode(), hashlib.sha256).hexdigest().upper()


coupon_code, order_id = sys.argv[1:3]
# The number comes from the order: sent again after a lost answer, the coupon is redeemed once.
answer = call("yaoquan.coupon.redeem", {
    "out_request_no": f"REDEEM-{order_id}",
    "coupon_code": coupon_code,
    "order_id": order_id,
    "lines": json.dumps([{"category": "1001", "amount": "230.00"}]),
})
print(json.dumps(answer, ensure_ascii=False))
