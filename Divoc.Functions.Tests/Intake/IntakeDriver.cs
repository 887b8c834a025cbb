using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Intake;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Recovery;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Intake;

/// <summary>Validates bodies at a fixed time, with settings of the test's choice.</summary>
internal sealed class IntakeDriver
{
    /// <summary>What time it is in every test.</summary>
    public static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The settings.</summary>
    public IntakeOptions Options { get; } = new();

    /// <summary>The zone of times in UTC.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The settings of vaccinations.</summary>
    public VaccinationOptions Vaccinations { get; } = new();

    /// <summary>The settings of recoveries.</summary>
    public RecoveryOptions Recoveries { get; } = new();

    /// <summary>Whether one rule only warns; all others refuse.</summary>
    public static IntakeDriver Easing(string rule, TimeZoneInfo? zone = null)
    {
        var driver = new IntakeDriver { Zone = zone ?? TimeZoneInfo.Utc };
        driver.Options.Rules[rule] = "Warn";
        return driver;
    }

    /// <summary>Validates raw bytes.</summary>
    public ValidatedRequest Validate(ReadOnlyMemory<byte> body, CertificateShape shape)
    {
        return new RequestValidator(
            Microsoft.Extensions.Options.Options.Create(Options),
            new PrintableCharacters(Renderers.Fonts),
            new CalendarDays(Zone),
            new CredentialFormats([Formats.DivocFormats.Default]),
            new FakeTimeProvider(Now))
            .Validate(body, TypeOf(shape), shape.RequestOf());
    }

    /// <summary>Validates a text.</summary>
    public ValidatedRequest Validate(string body, CertificateShape shape) => Validate(Encoding.UTF8.GetBytes(body), shape);

    /// <summary>Validates elements in an array.</summary>
    public ValidatedRequest Validate(CertificateShape shape, params JsonObject[] elements)
    {
        return Validate(new JsonArray([.. elements.Select(element => element.DeepClone())]).ToJsonString(), shape);
    }

    /// <summary>The faults of one element, one a line: pointer, code.</summary>
    public string ProblemsOf(CertificateShape shape, params JsonObject[] elements) => Lines(Validate(shape, elements).Faults);

    /// <summary>Faults, one a line: pointer, code.</summary>
    public static string Lines(IEnumerable<Fault> faults) => string.Join('\n', faults.Select(fault => $"{fault.Pointer} {fault.Code}"));

    private ICertificateType TypeOf(CertificateShape shape) => shape switch
    {
        CertificateShape.Test => OwnTypes.Test,
        CertificateShape.Recovery => OwnTypes.RecoveryWith(Recoveries),
        CertificateShape.VaccinationV1 or CertificateShape.VaccinationV3 => OwnTypes.VaccinationWith(Vaccinations),
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };
}
