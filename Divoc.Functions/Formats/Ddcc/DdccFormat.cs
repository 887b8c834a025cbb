using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>
/// The WHO's Digital Documentation of COVID-19 Certificates: a signed document of FHIR R4. Made from the stored claims at each fetch and
/// never stored, so each document is different: it has a new name, time and signature.
/// </summary>
public sealed class DdccFormat : ICredentialFormat
{
    /// <summary>The name of the format.</summary>
    public const string FormatName = "ddcc";

    /// <summary>The media type of FHIR in JSON (FHIR R4, section 2.1.0.6).</summary>
    internal const string MediaType = "application/fhir+json";

    private static readonly CredentialFile DocumentFile = new("ddcc.json", MediaType);

    private readonly DdccOptions options;
    private readonly CertificateTypes types;
    private readonly CalendarDays days;
    private readonly DdccMapping mapping;
    private readonly DdccJudge judge;

    /// <summary>Makes the format from the settings.</summary>
    public DdccFormat(
        IOptions<DdccOptions> options, IOptions<IssuerOptions> issuer, CertificateTypes types, VaccineProducts products,
        Countries countries, CalendarDays days, TimeProvider time)
    {
        (this.options, this.types, this.days) = (options.Value, types, days);
        mapping = new DdccMapping(this.options, issuer.Value.Id, new DdccPlaces(issuer.Value, countries), days);
        judge = new DdccJudge(new DdccSummary(products), time);
    }

    /// <inheritdoc/>
    public string Name => FormatName;

    /// <inheritdoc/>
    public CredentialFile File => DocumentFile;

    /// <inheritdoc/>
    public bool IsStored => false;

    /// <inheritdoc/>
    public bool HasSymbols => false;

    /// <inheritdoc/>
    public SigningUse SignedBy => DdccKeys.Es256;

    /// <inheritdoc/>
    public IReadOnlyList<FormatRefusal> Refusals => DdccRefusals.All;

    /// <summary>The WHO's guide has no certificates of recovery.</summary>
    public bool CanWrite(string type, int version, string shape) => version == 1 && type switch
    {
        VaccinationType.TypeName => shape is VaccinationFields.V1 or VaccinationFields.V3,
        TestType.TypeName => shape is TestFields.V1 or TestFields.V1Inexact,
        _ => false,
    };

    /// <inheritdoc/>
    public Task<WrittenCredential> WriteAsync(
        CredentialSource source, ISigningKeys keys, SigningLane lane, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(options.Authority))
        {
            throw new FormatNotSetUpException(
                $"WHO documents need a setting: {DdccOptions.SectionName}:{nameof(DdccOptions.Authority)} (the public health authority "
                + "that attests them, such as a ministry of health).");
        }

        var claims = source.Claims ?? throw DdccRefusals.NoCodes.ToException();
        var validity = types.Current.Of(source.Event).ValidityOf(source.Event.Data);
        if (validity.Until is { } last && days.EndOf(last) <= source.IssuedAt)
        {
            throw DdccRefusals.Over.ToException();
        }

        return DdccSigner.SignAsync(mapping.Of(claims, validity, source.IssuedAt), keys, lane, cancellationToken);
    }

    /// <inheritdoc/>
    public IReadOnlyList<QrContent> SymbolsOf(ReadOnlyMemory<byte> credential) => [];

    /// <inheritdoc/>
    public Likeness Recognize(ReadOnlySpan<byte> payload) => DocumentRecognition.IsOne(payload) ? Likeness.Yes : Likeness.No;

    /// <inheritdoc/>
    public Task<Judgement> JudgeAsync(ReadOnlyMemory<byte> payload, ITrustedKeys keys, CancellationToken cancellationToken)
    {
        return judge.JudgeAsync(payload, keys, cancellationToken);
    }
}
