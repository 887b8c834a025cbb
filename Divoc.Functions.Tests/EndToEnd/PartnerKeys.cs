using System.Security.Cryptography;
using System.Text;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// Access keys of three partners, and the settings that tell the program of them: two that reach their own, and an office that reaches all.
/// </summary>
internal static class PartnerKeys
{
    public const string North = "key-of-north-before-it-was-exchanged";
    public const string NewNorth = "key-of-north-after-it-was-exchanged";
    public const string South = "key-of-south-as-it-always-was";
    public const string Office = "key-of-the-office-as-it-always-was";

    public static Dictionary<string, string> Settings => new()
    {
        ["Divoc:Partners:north:KeySha256"] = $"{HashOf(North)},{HashOf(NewNorth)}",
        ["Divoc:Partners:south:KeySha256"] = HashOf(South),
        ["Divoc:Partners:office:KeySha256"] = HashOf(Office),
        ["Divoc:Partners:office:Scope"] = "All",
    };

    /// <summary>The command line of an embedded host that knows them.</summary>
    public static string[] Arguments => [.. Settings.SelectMany(setting => new[] { $"--{setting.Key}", setting.Value })];

    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>A client that sends a key with every call.</summary>
    public static HttpClient Client(Uri address, string key)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Add("x-functions-key", key);
        return client;
    }
}
