using Divoc.Functions.Access;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Triggers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Access;

/// <summary>Which operator calls, and which settings say so.</summary>
public sealed class OperatorsTests
{
    [Fact]
    public void An_operator_is_identified_by_any_of_its_keys_in_the_header_or_the_query()
    {
        var operators = Of(
            ("duty:KeySha256", $"{PartnerKeys.HashOf("one")}, {PartnerKeys.HashOf("two")}"),
            ("night:KeySha256", PartnerKeys.HashOf("three")));

        Assert.Equal("duty", operators.Of(PlainRequest.Get("", ("x-functions-key", "one"))));
        Assert.Equal("duty", operators.Of(PlainRequest.Get("?code=two")));
        Assert.Equal("night", operators.Of(PlainRequest.Get("", ("x-functions-key", "three"))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("One")]
    [InlineData("of-nobody")]
    public void A_missing_or_different_key_is_refused(string? key)
    {
        var operators = Of(("duty:KeySha256", PartnerKeys.HashOf("one")));
        var request = key is null ? PlainRequest.Get() : PlainRequest.Get("", ("x-functions-key", key));

        Assert.Throws<OperatorUnknownException>(() => operators.Of(request));
        Assert.Throws<OperatorUnknownException>(() => Of().Of(request));
    }

    [Theory]
    [InlineData("Duty:KeySha256", "hash", "'Duty', which can't be the name of an operator")]
    [InlineData("local:KeySha256", "hash", "'local', which can't be the name of an operator")]
    [InlineData("duty:KeySha256", "one", "Divoc:Operators:duty:KeySha256 must be the SHA-256")]
    [InlineData("duty:KeySha256", "", "Divoc:Operators:duty:KeySha256 must be the SHA-256")]
    [InlineData("duty:KeySha256", "partner", "One key is named at Divoc:Operators:duty and Divoc:Partners:clinic")]
    [InlineData("duty:KeySha256", "twice", "One key is named at Divoc:Operators:duty:")]
    public void An_invalid_operator_setting_is_refused(string name, string value, string told)
    {
        var hash = value switch
        {
            "hash" => PartnerKeys.HashOf("key"),
            "partner" => PartnerKeys.HashOf("partner"),
            "twice" => $"{PartnerKeys.HashOf("key")},{PartnerKeys.HashOf("key")}",
            _ => value,
        };
        var refused = Assert.Throws<OptionsValidationException>(() => Of((name, hash)).Of(PlainRequest.Get("?code=x")));

        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(hash.Length > 10 ? hash : "\n", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_value_instead_of_a_section_is_refused()
    {
        Assert.Throws<OptionsValidationException>(() => Of(("", "duty")).Of(PlainRequest.Get("?code=x")));
    }

    private static OperatorDirectory Of(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            .. settings.Select(setting => KeyValuePair.Create(
                $"Divoc:Operators{(setting.Name.Length == 0 ? "" : $":{setting.Name}")}", (string?)setting.Value)),
            KeyValuePair.Create("Divoc:Partners:clinic:KeySha256", (string?)PartnerKeys.HashOf("partner")),
        ]).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddAccess().BuildServiceProvider()
            .GetRequiredService<OperatorDirectory>();
    }
}
