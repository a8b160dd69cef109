using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;

/// <summary>Redeems a coupon without an SDK. Run with COUPON_CODE and ORDER_ID, on .NET or Mono.</summary>
public static class Redeem
{
    static readonly string Url = (Environment.GetEnvironmentVariable("YAOQUAN_URL") ?? "http://127.0.0.1:8080") + "/router/rest";
    static readonly string AppKey = Environment.GetEnvironmentVariable("YAOQUAN_APP_KEY");
    static readonly string AppSecret = Environment.GetEnvironmentVariable("YAOQUAN_APP_SECRET");

    public static void Main(string[] args)
    {
        // The number comes from the order: sent again after a lost answer, the coupon is redeemed once.
        Console.WriteLine(Call("yaoquan.coupon.redeem", new Dictionary<string, string>
        {
            ["out_request_no"] = "REDEEM-" + args[1],
            ["coupon_code"] = args[0],
            ["order_id"] = args[1],
            ["lines"] = "[{\"category\":\"1001\",\"amount\":\"230.00\"}]",
        }));
    }

    /// <summary>Signs and sends one call. Returns the answer as JSON; an error_response comes with HTTP 200 too.</summary>
    static string Call(string method, IDictionary<string, string> parameters)
    {
        var sent = new SortedDictionary<string, string>(parameters, StringComparer.Ordinal)
        {
            ["method"] = method,
            ["app_key"] = AppKey,
            ["timestamp"] = DateTime.UtcNow.AddHours(8).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            ["v"] = "2.0",
            ["format"] = "json",
            ["sign_method"] = "hmac-sha256",
        };
        sent["sign"] = Sign(sent);
        var form = string.Join("&", sent.Select(pair => Uri.EscapeDataString(pair.Key) + "=" + Uri.EscapeDataString(pair.Value)));
        var request = WebRequest.CreateHttp(Url);
        request.Method = "POST";
        request.Timeout = 10000;
        request.ContentType = "application/x-www-form-urlencoded;charset=UTF-8";
        using (var body = new StreamWriter(request.GetRequestStream())) body.Write(form);
        using (var answer = new StreamReader(request.GetResponse().GetResponseStream())) return answer.ReadToEnd();
    }

    /// <summary>HMAC-SHA256 over names and values in the order of the names, in capitals.</summary>
    static string Sign(SortedDictionary<string, string> parameters)
    {
        var text = string.Concat(parameters.Select(pair => pair.Key + pair.Value));
        using (var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(AppSecret)))
        {
            return BitConverter.ToString(hmac.ComputeHash(Encoding.UTF8.GetBytes(text))).Replace("-", "");
        }
    }
}
