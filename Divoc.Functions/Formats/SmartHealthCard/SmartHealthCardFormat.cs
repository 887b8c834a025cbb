using System.Text;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>
/// SMART Health Cards: a file with one signed card, and its QR code. Made from the stored claims at each fetch and never stored, so each
/// card is different: it has a new time and signature. A card of a dose has all doses of the person against the disease.
/// </summary>
public sealed class SmartHealthCardFormat : ICredentialFormat
{
    /// <summary>Its name.</summary>
    public const string FormatName = "smart-health-card";

    /// <summary>The purpose of its keys.</summary>
    public static KeyPurpose Purpose => CardKeys.Purpose;

    /// <summary>The largest version of a card's QR code (SMART Health Cards Framework 1.4.0, Encoding QRs).</summary>
    private const int LargestVersion = 22;

    private static readonly CredentialFile CardFile = new("card.smart-health-card", "application/smart-health-card");

    private readonly CertificateTypes types;
    private readonly CalendarDays days;
    private readonly CardMapping mapping;
    private readonly CardSigner signer;
    private readonly CardJudge judge;

    /// <summary>Makes the format from the settings.</summary>
    public SmartHealthCardFormat(
        IOptions<SmartHealthCardOptions> options, IOptions<PublicAddressOptions> address, CertificateTypes types, VaccineProducts products,
        CardRegister register, CardRevocations revocations, OwnCards ownCards, CalendarDays days, TimeProvider time)
    {
        (this.types, this.days) = (types, days);
        mapping = new CardMapping(options.Value, days);
        signer = new CardSigner(options.Value, address.Value, register, revocations);
        judge = new CardJudge(new CardSummary(products), ownCards, days, time);
    }

    /// <inheritdoc/>
    public string Name => FormatName;

    /// <summary>Its name in all languages.</summary>
    public string Title => "SMART Health Card";

    /// <inheritdoc/>
    public CredentialFile File => CardFile;

    /// <inheritdoc/>
    public bool IsStored => false;

    /// <inheritdoc/>
    public bool TakesGroup => true;

    /// <inheritdoc/>
    public SigningUse SignedBy => CardKeys.Use;

    /// <inheritdoc/>
    public IReadOnlyList<FormatRefusal> Refusals => CardRefusals.All;

    /// <inheritdoc/>
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
        var content = mapping.Of(source);
        var end = EndOf(content.Events);
        return end <= source.IssuedAt
            ? throw FormatRefusal.Over.ToException()
            : signer.SignAsync(content, new CardTime(source.IssuedAt, source.Changed, end), keys, lane, cancellationToken);
    }

    /// <summary>
    /// Exactly two segments, as the framework requires: <c>shc:/</c> as bytes, then the digits. Error correction M, or L if the card fits
    /// only with L.
    /// </summary>
    public IReadOnlyList<QrContent> SymbolsOf(ReadOnlyMemory<byte> credential)
    {
        var jws = CardText.OfFile(credential.Span);
        if (jws.Length > CardRefusals.LongestInQr)
        {
            throw CardRefusals.TooLargeForQr.ToException();
        }

        QrSegment[] segments = [QrSegment.Bytes(Encoding.ASCII.GetBytes(CardText.Prefix)), QrSegment.Digits(CardText.DigitsOf(jws))];
        return [new QrContent(segments) { LargestVersion = LargestVersion, LeastErrorCorrection = QrErrorCorrection.L }];
    }

    /// <inheritdoc/>
    public Likeness Recognize(ReadOnlySpan<byte> payload) => CardText.Recognize(payload);

    /// <inheritdoc/>
    public Task<Judgement> JudgeAsync(ReadOnlyMemory<byte> payload, ITrustedKeys keys, CancellationToken cancellationToken)
    {
        return judge.JudgeAsync(payload, keys, cancellationToken);
    }

    /// <inheritdoc/>
    public bool IsSame(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other)
    {
        return one.Span.SequenceEqual(other.Span)
            || (JwsOrNull(one.Span) is { } jws && JwsOrNull(other.Span) is { } second && jws.AsSpan().SequenceEqual(second));
    }

    private static byte[]? JwsOrNull(ReadOnlySpan<byte> payload)
    {
        try
        {
            return CardText.Read(payload);
        }
        catch (PayloadException)
        {
            return null;
        }
    }

    /// <summary>The end of the last day of validity of all events in the card; null if one of them has no end.</summary>
    private DateTimeOffset? EndOf(IReadOnlyList<AcceptedEvent> held)
    {
        var last = held.Select(one => types.Current.Of(one).ValidityOf(one.Data).Until).ToList();
        return last.Contains(null) || last.Max() == DateOnly.MaxValue ? null : days.EndOf(last.Max()!.Value);
    }
}
