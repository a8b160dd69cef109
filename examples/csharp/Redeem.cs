using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;

/// <summary>Redeems a coupon without an SDK. Run with COUPON_CODE and ORDER_ID, on .NET or Mono.</summary>
public static class Redeem
{
    static readonly string Url = (Environment.GetEnvironmentVariable("YAOQUAN_URL") ?? "http://127.0.0.1:8080") + "/router/rest";
    static readonly string AppKey = Environment.GetEnvironmentVariable("YAOQUAN_APP_KEY");
    static readonly string AppSecret = Environment.GetEnvironmentVariable("YAOQUAN_APP_SECRET");
    static readonly HttpClient Http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };

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
            ["timestamp"] = DateTime.UtcNow.AddHours(8).ToString("yyyy-MM-dd HH':'mm':'ss"),
            ["v"] = "2.0",
            ["format"] = "json",
            ["sign_method"] = "hmac-sha256",
        };
        sent["sign"] = Sign(sent);
        var answer = Http.PostAsync(Url, new FormUrlEncodedContent(sent)).GetAwaiter().GetResult();
        return Encoding.UTF8.GetString(answer.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult());
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
