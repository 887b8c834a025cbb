using System.Text;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Recovery;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>
/// EU Digital COVID Certificates: the text <c>HC1:…</c> of a QR code. Made from the stored claims at each fetch and never stored, so each
/// text is different: it has a new time, end and signature.
/// </summary>
public sealed class EuDccFormat : ICredentialFormat
{
    /// <summary>Its name.</summary>
    public const string FormatName = "eu-dcc";

    /// <summary>The media type of the text.</summary>
    public const string MediaType = "application/x.eu-dcc";

    /// <summary>The longest name in A to Z, in characters.</summary>
    public const int LongestName = Transliteration.LongestName;

    private static readonly CredentialFile TextFile = new("eu-dcc.txt", MediaType);

    private readonly EuDccOptions options;
    private readonly IssuerOptions issuer;
    private readonly CertificateTypes types;
    private readonly CalendarDays days;
    private readonly EuMapping mapping;
    private readonly EuSigner signer;
    private readonly EuJudge judge;

    /// <summary>Makes the format from the settings.</summary>
    public EuDccFormat(
        IOptions<EuDccOptions> options, IOptions<IssuerOptions> issuer, CertificateTypes types, VaccineProducts products, CalendarDays days,
        TimeProvider time)
    {
        (this.options, this.issuer, this.types, this.days) = (options.Value, issuer.Value, types, days);
        mapping = new EuMapping(this.options, new EuNames(new Transliteration(this.options)), days);
        signer = new EuSigner(this.options);
        judge = new EuJudge(new EuSummary(products), days, time);
    }

    /// <summary>The codes of its refusals.</summary>
    public static IReadOnlyList<string> RefusalCodes { get; } = [.. EuRefusals.All.Select(refusal => refusal.Code)];

    /// <inheritdoc/>
    public string Name => FormatName;

    /// <summary>Its name in the regulation, which pages in all languages use.</summary>
    public string Title => "EU Digital COVID Certificate";

    /// <inheritdoc/>
    public CredentialFile File => TextFile;

    /// <inheritdoc/>
    public bool IsStored => false;

    /// <inheritdoc/>
    public SigningUse SignedBy => EuKeys.Es256;

    /// <inheritdoc/>
    public IReadOnlyList<FormatRefusal> Refusals => EuRefusals.All;

    /// <inheritdoc/>
    public bool CanWrite(string type, int version, string shape) => version == 1 && type switch
    {
        VaccinationType.TypeName => shape is VaccinationFields.V1 or VaccinationFields.V3,
        TestType.TypeName => shape is TestFields.V1 or TestFields.V1Inexact,
        RecoveryType.TypeName => shape is RecoveryFields.V1,
        _ => false,
    };

    /// <inheritdoc/>
    public Task<WrittenCredential> WriteAsync(
        CredentialSource source, ISigningKeys keys, SigningLane lane, CancellationToken cancellationToken)
    {
        RequireSettings();
        var claims = source.Claims ?? throw FormatRefusal.NoCodes.ToException();
        var certificate = mapping.Of(claims, issuer.Country, source.Name);
        var last = types.Current.Of(source.Event).ValidityOf(source.Event.Data).Until;
        var latest = last is { } day ? days.EndOf(day) : DateTimeOffset.MaxValue;
        return signer.SignAsync(certificate, new SigningClaims(issuer.Country, source.IssuedAt, latest), keys, lane, cancellationToken);
    }

    /// <summary>
    /// The error correction level that the EU recommends; a lower one only for a text that would fit into no code otherwise.
    /// </summary>
    public IReadOnlyList<QrContent> SymbolsOf(ReadOnlyMemory<byte> credential) => [ContentOf(Encoding.ASCII.GetString(credential.Span))];

    /// <inheritdoc/>
    public IReadOnlyList<RevocationName> RevocationNamesOf(ListedCertificate one) => EuRevocations.NamesOf(one, issuer.Country);

    /// <inheritdoc/>
    public Likeness Recognize(ReadOnlySpan<byte> payload) => HealthCertificateText.IsOne(payload) ? Likeness.Yes : Likeness.No;

    /// <inheritdoc/>
    public Task<Judgement> JudgeAsync(ReadOnlyMemory<byte> payload, ITrustedKeys keys, CancellationToken cancellationToken)
    {
        return judge.JudgeAsync(payload, keys, cancellationToken);
    }

    /// <inheritdoc/>
    public bool IsSame(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other) => EuJudge.IsSame(one.Span, other.Span);

    /// <summary>The content of the QR code of a text.</summary>
    internal static QrContent ContentOf(string text) =>
        new([QrSegment.Letters(text)]) { ErrorCorrection = QrErrorCorrection.Q, LeastErrorCorrection = QrErrorCorrection.L };

    private void RequireSettings()
    {
        List<string> missing = [];
        if (issuer.Country.Length == 0)
        {
            missing.Add($"{IssuerOptions.SectionName}:{nameof(IssuerOptions.Country)} (the country that issues, two letters)");
        }

        if (string.IsNullOrWhiteSpace(options.IssuerName))
        {
            missing.Add($"{EuDccOptions.SectionName}:{nameof(EuDccOptions.IssuerName)} (who issues, such as a ministry of health)");
        }

        if (missing.Count > 0)
        {
            throw new FormatNotSetUpException($"EU certificates need settings: {string.Join(" and ", missing)}.");
        }
    }
}
