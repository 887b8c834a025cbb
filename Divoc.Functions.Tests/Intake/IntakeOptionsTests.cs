using Divoc.Functions.Formats;
using Divoc.Functions.Intake;
using Divoc.Functions.Rendering;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Intake;

public sealed class IntakeOptionsTests
{
    [Fact]
    public void With_default_settings_every_violated_rule_refuses_the_request()
    {
        var options = Bind();

        Assert.All(VaccinationRules.Names.Concat(TestRules.Names), rule => Assert.Equal(RuleAction.Refuse, options.ActionFor(rule)));
        Assert.False(options.RequireProgramId);
    }

    [Fact]
    public void Settings_are_read_without_regard_to_case()
    {
        var options = Bind(
            ("Divoc:Intake:Rules:futuredate", "warn"),
            ("Divoc:Intake:Rules:Contact", "Refuse"),
            ("Divoc:Intake:RequireProgramId", "true"),
            ("Divoc:Intake:StrictVaccineCodes", "true"));

        Assert.Equal(RuleAction.Warn, options.ActionFor(PersonRules.FutureDate));
        Assert.Equal(RuleAction.Refuse, options.ActionFor(PersonRules.Contact));
        Assert.Equal(RuleAction.Refuse, options.ActionFor(VaccinationRules.DateOrder));
        Assert.True(options.RequireProgramId);
        using var services = Provide(("Divoc:Intake:StrictVaccineCodes", "true"));
        Assert.True(services.GetRequiredService<IOptions<VaccinationOptions>>().Value.StrictVaccineCodes);
        Assert.False(new VaccinationOptions().StrictVaccineCodes);
    }

    [Theory]
    [InlineData("FutureDates")]
    [InlineData("ControlCharacters")]
    [InlineData("0")]
    public void An_unknown_rule_stops_the_start_and_the_message_lists_the_known_rules(string rule)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Bind(($"Divoc:Intake:Rules:{rule}", "Warn")));

        Assert.Contains($"Divoc:Intake:Rules:{rule} is not a rule", exception.Message, StringComparison.Ordinal);
        Assert.Contains(
            "FutureDate, DateOrder, Contact, AgeRange, SampleBeforeResult, TextDirection", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ignore")]
    [InlineData("1")]
    [InlineData("")]
    public void An_unknown_action_stops_the_start(string action)
    {
        Assert.Contains(
            "Divoc:Intake:Rules:DateOrder must be Refuse or Warn",
            Assert.Throws<OptionsValidationException>(() => Bind(("Divoc:Intake:Rules:DateOrder", action))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_registration_adds_a_working_validator()
    {
        using var services = Provide();

        var result = services.GetRequiredService<RequestValidator>()
            .Validate("[]"u8.ToArray(), CertificateShape.Test.TypeOf(), CertificateShape.Test.RequestOf());

        Assert.Equal("EMPTY_ARRAY", Assert.Single(result.Faults).Code);
    }

    /// <summary>The options as the host sees them at start.</summary>
    private static IntakeOptions Bind(params (string Key, string Value)[] settings)
    {
        using var services = Provide(settings);
        services.GetRequiredService<IStartupValidator>().Validate();
        return services.GetRequiredService<IOptions<IntakeOptions>>().Value;
    }

    private static ServiceProvider Provide(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddCertificateTypes()
            .AddSingleton(new CredentialFormats([]))
            .AddIntake()
            .AddRendering(configuration)
            .BuildServiceProvider(validateScopes: true);
    }
}
