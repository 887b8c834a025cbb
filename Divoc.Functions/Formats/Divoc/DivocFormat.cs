using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats.Divoc.Judging;
using Divoc.Functions.Keys;
using Divoc.Functions.LinkedData;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Types.Recovery;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>
/// DIVOC's credentials: W3C credentials in JSON-LD with a proof of RsaSignature2018 (specification 02). A QR code contains the credential
/// in a ZIP archive. Verifiers present such an archive, as bytes or as DIVOC's text, or the JSON itself.
/// </summary>
public sealed class DivocFormat(CredentialBuilder builder, CredentialSigner signer, DivocJudge judge, IOptions<QrOptions> qr)
    : ICredentialFormat
{
    /// <summary>The name of the format.</summary>
    public const string FormatName = "divoc";

    /// <summary>The version of the types for whose events DIVOC's credentials are written and read.</summary>
    internal const int TypeVersion = 1;

    private static readonly CredentialFile DivocFile =
        new("credential.json", "application/vc+ld+json", "application/ld+json", "application/json");

    /// <inheritdoc/>
    public string Name => FormatName;

    /// <inheritdoc/>
    public CredentialFile File => DivocFile;

    /// <inheritdoc/>
    public bool IsStored => true;

    /// <inheritdoc/>
    public SigningUse SignedBy => DivocKeys.Use;

    /// <inheritdoc/>
    public IReadOnlyList<string> OmittableMembers => [DateCheck.End];

    /// <inheritdoc/>
    public bool CanWrite(string type, int version, string shape) => version == TypeVersion && type switch
    {
        VaccinationType.TypeName => shape is VaccinationFields.V1 or VaccinationFields.V3,
        TestType.TypeName => shape is TestFields.V1 or TestFields.V1Inexact,
        RecoveryType.TypeName => shape == RecoveryFields.V1,
        _ => false,
    };

    /// <inheritdoc/>
    public string SubjectIdOf(AcceptedEvent accepted) => builder.SubjectIdOf(accepted);

    /// <inheritdoc/>
    public Task<WrittenCredential> WriteAsync(
        CredentialSource source, ISigningKeys keys, SigningLane lane, CancellationToken cancellationToken)
    {
        return signer.SignAsync(builder.Build(source), source.IssuedAt, keys, lane, cancellationToken);
    }

    /// <inheritdoc/>
    public IReadOnlyList<QrContent> SymbolsOf(ReadOnlyMemory<byte> credential) => [SymbolOf(credential.Span, qr.Value)];

    /// <summary>The content of the QR code of a credential, by the settings.</summary>
    internal static QrContent SymbolOf(ReadOnlySpan<byte> credential, QrOptions options)
    {
        var archive = QrPayload.Pack(credential);
        return new QrContent([QrSegment.Bytes(QrPayload.Encode(archive, options.Encoding))])
        {
            ErrorCorrection = options.ErrorCorrection,
            LeastErrorCorrection = QrErrorCorrection.L,
            Deflated = QrPayload.DeflatedIn(archive),
        };
    }

    /// <inheritdoc/>
    public bool IsTooLargeForSymbols(CredentialSource source) =>
        SizeBound.MayExceed(source.Event.Data) && SizeBound.Exceeds(builder.Build(source), qr.Value.Encoding);

    /// <inheritdoc/>
    public CredentialView ViewOf(ReadOnlyMemory<byte> credential)
    {
        var root = JsonElement.Parse(credential.Span);
        var issuedAt = InternetTime.TryParseInstant(root.GetProperty("issuanceDate").GetString()!, out var instant)
            ? instant
            : DateTimeOffset.UnixEpoch;
        return new CredentialView(root.GetProperty("issuer").GetString()!, issuedAt, root);
    }

    /// <inheritdoc/>
    public string BindingHashOf(ReadOnlyMemory<byte> credential)
    {
        using var document = JsonDocument.Parse(credential);
        return BindingHashOf(document.RootElement);
    }

    /// <inheritdoc/>
    public Likeness Recognize(ReadOnlySpan<byte> payload)
    {
        if (PayloadReader.IsArchive(payload))
        {
            return Likeness.Yes;
        }

        return PayloadReader.IsJson(payload) ? Likeness.Perhaps : Likeness.No;
    }

    /// <inheritdoc/>
    public bool IsSame(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other)
    {
        return one.Span.SequenceEqual(other.Span) || (HashOrNull(one.Span) is { } hash && hash == HashOrNull(other.Span));
    }

    private static string? HashOrNull(ReadOnlySpan<byte> payload)
    {
        try
        {
            using var document = PayloadReader.Read(payload);
            return BindingHashOf(document.RootElement);
        }
        catch (Exception exception) when (exception is PayloadException or LinkedDataException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task<Judgement> JudgeAsync(ReadOnlyMemory<byte> payload, ITrustedKeys keys, CancellationToken cancellationToken)
    {
        return judge.JudgeAsync(payload, keys, cancellationToken);
    }

    /// <summary>SHA-256 of the JCS form (RFC 8785), which does not depend on the layout.</summary>
    internal static string BindingHashOf(JsonElement credential) => Convert.ToHexStringLower(JsonCanonicalizer.Hash(credential));
}
