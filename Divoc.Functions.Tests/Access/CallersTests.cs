using System.Security.Cryptography;
using System.Text;
using Divoc.Functions.Access;
using Divoc.Functions.Tests.Triggers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Access;

/// <summary>Whose call it is, by the access key in header or query.</summary>
public sealed class CallersTests
{
    [Theory]
    [InlineData(new[] { "first" }, "", "first")]
    [InlineData(new string[0], "?code=first", "first")]
    [InlineData(new[] { "first" }, "?code=second", "first")]
    [InlineData(new string[0], "?code=", null)]
    [InlineData(new string[0], "", null)]
    [InlineData(new[] { "" }, "", null)]
    [InlineData(new[] { "" }, "?code=first", null)]
    [InlineData(new[] { "first", "second" }, "", null)]
    [InlineData(new[] { "first", "first" }, "?code=first", null)]
    [InlineData(new string[0], "?code=first&code=second", null)]
    [InlineData(new string[0], "?CODE=first", "first")]
    public void Without_partners_a_caller_is_identified_by_the_hash_of_the_single_key(string[] headers, string query, string? key)
    {
        var caller = CallersOf().Of(Request(headers, query));

        Assert.Equal(key is null ? "" : HashOf(key), caller.Name);
        Assert.Null(caller.Partner);
        Assert.True(caller.Reaches("clinic"));
    }

    [Theory]
    [InlineData(new[] { "first" }, "", "clinic")]
    [InlineData(new string[0], "?code=second", "laboratory")]
    [InlineData(new[] { "first" }, "?code=second", "clinic")]
    public void A_partner_is_identified_by_its_key(string[] headers, string query, string partner)
    {
        var caller = CallersOf(("clinic", "first"), ("laboratory", "second")).Of(Request(headers, query));

        Assert.Equal((partner, partner), (caller.Name, caller.Partner));
    }

    [Theory]
    [InlineData(new string[0], "")]
    [InlineData(new[] { "" }, "?code=first")]
    [InlineData(new[] { "third" }, "?code=first")]
    [InlineData(new[] { "first", "second" }, "")]
    [InlineData(new[] { "FIRST" }, "")]
    public void With_partners_configured_a_key_of_no_partner_is_refused(string[] headers, string query)
    {
        Assert.Throws<CallerUnknownException>(() => CallersOf(("clinic", "first"), ("laboratory", "second")).Of(Request(headers, query)));
    }

    private static HttpRequest Request(string[] headers, string query) =>
        PlainRequest.Get(query, headers.Select(key => ("x-functions-key", key)));

    private static Callers CallersOf(params (string Name, string Key)[] partners)
    {
        var options = new PartnersOptions();
        foreach (var (name, key) in partners)
        {
            options.Partners[name] = new PartnerOptions { KeySha256 = HashOf(key) };
        }

        return new Callers(new PartnerDirectory(Options.Create(options)));
    }

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
