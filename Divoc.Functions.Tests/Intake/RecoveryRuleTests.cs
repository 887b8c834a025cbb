using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Intake;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Recovery;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Intake;

/// <summary>
/// When a certificate of recovery is valid, and what is refused. It is 2026-01-15, noon in UTC: on the first islands the 16th.
/// </summary>
public sealed class RecoveryRuleTests
{
    private const CertificateShape Recovery = CertificateShape.Recovery;
    private const string Positive = "recovery.firstPositiveTestDate";
    private const string From = "recovery.validFrom";
    private const string Until = "recovery.validUntil";

    [Fact]
    public void Missing_validity_days_are_calculated_from_the_first_positive_test()
    {
        var bare = new JsonObject { ["disease"] = "COVID-19", ["firstPositiveTestDate"] = "2021-06-01" };

        Assert.Equal((new DateOnly(2021, 6, 12), new DateOnly(2021, 11, 28)), ValidityOf(Element(bare)));
        Assert.Equal(
            (new DateOnly(2021, 6, 12), new DateOnly(2021, 11, 28)), ValidityOf(Elements.Of(Recovery).WithNull(From).WithNull(Until)));
        Assert.Equal(
            (new DateOnly(2021, 6, 2), new DateOnly(2021, 11, 28)),
            ValidityOf(Elements.Of(Recovery).With(From, "2021-06-02").WithNull(Until)));
        Assert.Equal(
            (new DateOnly(2021, 6, 12), new DateOnly(2099, 12, 31)),
            ValidityOf(Elements.Of(Recovery).WithNull(From).With(Until, "2099-12-31")));
    }

    [Fact]
    public void The_settings_define_the_number_of_days()
    {
        var driver = new IntakeDriver();
        (driver.Recoveries.ValidFromDays, driver.Recoveries.ValidUntilDays) = (0, 90);

        Assert.Equal(
            (new DateOnly(2021, 6, 1), new DateOnly(2021, 8, 30)),
            ValidityOf(Elements.Of(Recovery).WithNull(From).WithNull(Until), driver));
    }

    /// <summary>A call that is repeated under its key is read again: the event is the same.</summary>
    [Fact]
    public void An_accepted_body_that_is_read_again_gives_the_same_days()
    {
        var body = Encoding.UTF8.GetBytes(new JsonArray(Elements.Of(Recovery).WithNull(From).WithNull(Until)).ToJsonString());
        var accepted = Assert.Single(new IntakeDriver().Validate(body, Recovery).Events);
        var again = Assert.Single(RequestValidator.ReadAccepted(body, OwnTypes.Recovery, Recovery.RequestOf()));

        Assert.Equal(accepted.Data.GetRawText(), again.Data.GetRawText());
    }

    [Fact]
    public void Validity_days_do_not_exceed_the_last_possible_date()
    {
        var result = IntakeDriver.Easing(PersonRules.FutureDate)
            .Validate(Recovery, Elements.Of(Recovery).With(Positive, "9999-12-30").WithNull(From).WithNull(Until));

        Assert.Equal("/0/recovery/firstPositiveTestDate FUTURE_DATE", IntakeDriver.Lines(result.Warnings));
        Assert.Equal(new Validity(DateOnly.MaxValue, DateOnly.MaxValue), OwnTypes.Recovery.ValidityOf(Assert.Single(result.Events).Data));
    }

    [Theory]
    [InlineData(Positive, "2026-01-17", "/0/recovery/firstPositiveTestDate FUTURE_DATE")]
    [InlineData(Positive, "2026-01-16", "")]
    [InlineData(From, "2021-05-31", "/0/recovery/validFrom DATE_ORDER")]
    [InlineData(From, "2021-06-01", "")]
    [InlineData(Until, "2021-06-11", "/0/recovery/validUntil DATE_ORDER")]
    [InlineData(Until, "2021-06-12", "")]
    [InlineData("recovery.disease", "", "/0/recovery/disease TOO_SHORT")]
    [InlineData("recipient.contact.0", "5550100", "/0/recipient/contact/0 CONTACT")]
    [InlineData("recipient.dob", "2027-01-01", "/0/recipient/dob FUTURE_DATE")]
    [InlineData("recipient.age", "151", "/0/recipient/age AGE_RANGE")]
    public void Impossible_recovery_data_are_refused(string path, string value, string faults)
    {
        var element = Elements.Of(Recovery);
        if (path == Positive)
        {
            element.WithNull(From).WithNull(Until);
        }

        if (path.EndsWith(".0", StringComparison.Ordinal))
        {
            element["recipient"]!["contact"]![0] = value;
        }
        else
        {
            element.With(path, value);
        }

        Assert.Equal(faults, new IntakeDriver().ProblemsOf(Recovery, element));
    }

    [Theory]
    [InlineData(Positive)]
    [InlineData(From)]
    [InlineData(Until)]
    public void An_unreadable_date_gives_only_one_error(string path)
    {
        Assert.Equal(
            $"/0/{path.Replace('.', '/')} FORMAT", new IntakeDriver().ProblemsOf(Recovery, Elements.Of(Recovery).With(path, "2021-02-30")));
    }

    [Theory]
    [InlineData(RecoveryRules.DateOrder)]
    [InlineData("dateorder")]
    public void A_setting_makes_a_wrong_date_order_a_warning(string rule)
    {
        var result = IntakeDriver.Easing(rule).Validate(Recovery, Elements.Of(Recovery).With(Until, "2021-06-02"));

        Assert.Empty(result.Faults);
        Assert.Equal("/0/recovery/validUntil DATE_ORDER", IntakeDriver.Lines(result.Warnings));
    }

    /// <summary>The context of recoveries has places for what is known, so nothing is invented and nothing is warned of.</summary>
    [Theory]
    [InlineData("1990-03-04", "31", "")]
    [InlineData("1990-03-04", "30", "/0/recipient/age AGE_CONTRADICTS_DOB")]
    [InlineData("1990", null, "")]
    [InlineData("1990-03", null, "")]
    [InlineData(null, "31", "")]
    [InlineData("1900", null, "/0/recipient/dob DOB_DROPPED")]
    public void A_partial_date_of_birth_is_accepted(string? dob, string? age, string warnings)
    {
        var element = Elements.Of(Recovery).With("recipient.dob", dob).With("recipient.age", age);
        var result = new IntakeDriver().Validate(Recovery, element);
        var person = RecoveryEvent.Read(Assert.Single(result.Events).Data).Recipient;

        Assert.Equal(warnings, IntakeDriver.Lines(result.Warnings));
        Assert.Equal((dob, age), (person.Dob?.ToString(), person.Age));
    }

    /// <summary>Person, programme, disease and date of the first positive test.</summary>
    [Fact]
    public void Two_events_with_the_same_key_are_one_event()
    {
        var other = Elements.Of(Recovery).With("recovery.disease", "Measles");
        var later = Elements.Of(Recovery).With(Positive, "2021-06-02");
        var elsewhere = Elements.Of(Recovery).With("programId", "P2");

        Assert.Equal("", new IntakeDriver().ProblemsOf(Recovery, Elements.Of(Recovery), other, later, elsewhere));
        Assert.Equal("/1 DUPLICATE", new IntakeDriver()
            .ProblemsOf(Recovery, Elements.Of(Recovery), Elements.Of(Recovery).With("recovery.testType", "RAT").With(Until, "2021-12-01")));
        Assert.Equal(
            RecoveryType.KeyOf("P1", new DateOnly(2021, 6, 1), "COVID-19"),
            OwnTypes.Recovery.KeyOf(new IntakeDriver().Validate(Recovery, Elements.Of(Recovery)).Events[0].Data));
    }

    [Fact]
    public void Claims_contain_no_contact_no_meta_and_not_the_identity_from_the_request()
    {
        var data = new IntakeDriver().Validate(Recovery, Elements.Of(Recovery)).Events[0].Data;
        var claims = RecoveryEvent.Read(OwnTypes.Recovery.ClaimsOf(data, "did:example:subject"));

        Assert.Equal(("did:example:subject", null, null), (claims.Recipient.Identity, claims.Recipient.Contact, claims.Meta));
        Assert.Equal(RecoveryEvent.Read(data).Recovery, claims.Recovery);
    }

    [Theory]
    [InlineData("ValidFromDays", "-1")]
    [InlineData("ValidFromDays", "366")]
    [InlineData("ValidUntilDays", "0")]
    [InlineData("ValidUntilDays", "3651")]
    [InlineData("ValidUntilDays", "10")]
    public void Settings_out_of_range_stop_the_start(string name, string value)
    {
        Assert.Contains(
            name,
            Assert.Throws<OptionsValidationException>(() => Bind(($"Divoc:Recovery:{name}", value))).Message,
            StringComparison.Ordinal);
        Assert.Equal((11, 180), (Bind().ValidFromDays, Bind().ValidUntilDays));
        Assert.Equal(10, Bind(("Divoc:Recovery:ValidFromDays", "10"), ("Divoc:Recovery:ValidUntilDays", "10")).ValidUntilDays);
    }

    private static RecoveryOptions Bind(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        using var services =
            new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddCertificateTypes().BuildServiceProvider();
        return services.GetRequiredService<IOptions<RecoveryOptions>>().Value;
    }

    private static JsonObject Element(JsonObject recovery)
    {
        var element = Elements.Of(Recovery);
        element["recovery"] = recovery;
        return element;
    }

    private static (DateOnly? From, DateOnly? Until) ValidityOf(JsonObject element, IntakeDriver? driver = null)
    {
        var result = (driver ?? new IntakeDriver()).Validate(Recovery, element);
        Assert.Empty(result.Faults);
        var validity = OwnTypes.Recovery.ValidityOf(Assert.Single(result.Events).Data);
        return (validity.From, validity.Until);
    }
}
