import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Redeems a coupon without an SDK. Run: java Redeem.java COUPON_CODE ORDER_ID (Java 17 or newer). */
public class Redeem {
    static final String URL = System.getenv().getOrDefault("YAOQUAN_URL", "http://127.0.0.1:8080") + "/router/rest";
    static final String APP_KEY = System.getenv("YAOQUAN_APP_KEY");
    static final String APP_SECRET = System.getenv("YAOQUAN_APP_SECRET");
    static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    public static void main(String[] args) throws Exception {
        // The number comes from the order: sent again after a lost answer, the coupon is redeemed once.
        System.out.println(call("yaoquan.coupon.redeem", Map.of(
                "out_request_no", "REDEEM-" + args[1],
                "coupon_code", args[0],
                "order_id", args[1],
                "lines", "[{\"category\":\"1001\",\"amount\":\"230.00\"}]")));
    }

    /** Signs and sends one call. Returns the answer as JSON; an error_response comes with HTTP 200 too. */
    static String call(String method, Map<String, String> parameters) throws Exception {
        TreeMap<String, String> sent = new TreeMap<>(parameters);
        sent.put("method", method);
        sent.put("app_key", APP_KEY);
        sent.put("timestamp", LocalDateTime.now(ZoneOffset.ofHours(8)).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")));
        sent.put("v", "2.0");
        sent.put("format", "json");
        sent.put("sign_method", "hmac-sha256");
        sent.put("sign", sign(sent));
        String form = sent.entrySet().stream().map(e -> encode(e.getKey()) + "=" + encode(e.getValue())).collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(URL))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)).body();
    }

    /** HMAC-SHA256 over names and values in the order of the names, in capitals. */
    static String sign(TreeMap<String, String> parameters) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(APP_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String base = parameters.entrySet().stream().map(e -> e.getKey() + e.getValue()).collect(Collectors.joining());
        return HexFormat.of().withUpperCase().formatHex(mac.doFinal(base.getBytes(StandardCharsets.UTF_8)));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
