<?php
// Redeems a coupon without an SDK. Run: php redeem.php COUPON_CODE ORDER_ID (PHP 7.4 or newer).

/** Signs and sends one call. Returns the decoded answer; an error_response comes with HTTP 200 too. */
function call(string $method, array $parameters): array
{
    $sent = $parameters + [
        'method' => $method,
        'app_key' => getenv('YAOQUAN_APP_KEY'),
        'timestamp' => (new DateTime('now', new DateTimeZone('+08:00')))->format('Y-m-d H:i:s'),
        'v' => '2.0',
        'format' => 'json',
        'sign_method' => 'hmac-sha256',
    ];
    $sent['sign'] = sign($sent, getenv('YAOQUAN_APP_SECRET'));
    $http = [
        'method' => 'POST',
        'header' => 'Content-Type: application/x-www-form-urlencoded;charset=UTF-8',
        'content' => http_build_query($sent, '', '&'),
        'timeout' => 10,
        'ignore_errors' => true,
    ];
    $url = (getenv('YAOQUAN_URL') ?: 'http://127.0.0.1:8080') . '/router/rest';
    $answer = file_get_contents($url, false, stream_context_create(['http' => $http]));
    if ($answer === false) {
        throw new RuntimeException("no answer from $url: send the same call again");
    }
    return json_decode($answer, true, 64, JSON_THROW_ON_ERROR);
}

/** HMAC-SHA256 over names and values in the order of the names, in capitals. */
function sign(array $parameters, string $secret): string
{
    ksort($parameters, SORT_STRING);
    $base = '';
    foreach ($parameters as $name => $value) {
        $base .= $name . $value;
    }
    return strtoupper(hash_hmac('sha256', $base, $secret));
}

[, $couponCode, $orderId] = $argv;
// The number comes from the order: sent again after a lost answer, the coupon is redeemed once.
$answer = call('yaoquan.coupon.redeem', [
    'out_request_no' => "REDEEM-$orderId",
    'coupon_code' => $couponCode,
    'order_id' => $orderId,
    'lines' => json_encode([['category' => '1001', 'amount' => '230.00']]),
]);
echo json_encode($answer, JSON_UNESCAPED_UNICODE), "\n";
