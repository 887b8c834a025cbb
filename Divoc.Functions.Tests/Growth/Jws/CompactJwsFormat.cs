using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Types;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Growth.Jws;

/// <summary>
/// Certificates as compact JWS (RFC 7515) over JSON, signed with ES256. A format of the tests: it shows that one more format needs nothing
/// but its folder and one line, and is stored or derived by how it is registered.
/// </summary>
internal sealed class CompactJwsFormat(JwsForm form, CertificateTypes types, IOptions<IssuerOptions> issuer, JwsJudge judge)
    : ICredentialFormat
{
    public const SignatureAlgorithm Algorithm = SignatureAlgorithm.ES256;

    public static KeyPurpose Purpose { get; } = new("jws-test");

    public string Name => form.Name;

    public CredentialFile File => form.CredentialFile;

    public bool IsStored => form.IsStored;

    public SigningUse SignedBy { get; } = new(Purpose, Algorithm) { Kid = form.Kid };

    public bool CanWrite(string type, int version, string shape) => form.CanWrite(type);

    /// <summary>The identity as it was sent where it is an absolute IRI; else the person's code as one.</summary>
    public string SubjectIdOf(AcceptedEvent accepted)
    {
        var identity = accepted.Data.GetProperty("recipient").GetProperty("identity").GetString()!;
        return Uri.TryCreate(identity, UriKind.Absolute, out _)
            ? identity
            : $"urn:person:{Uri.EscapeDataString(accepted.PreEnrollmentCode)}";
    }

    public Task<WrittenCredential> WriteAsync(
        CredentialSource source, ISigningKeys keys, SigningLane lane, CancellationToken cancellationToken)
    {
        var payload = PayloadOf(source);
        return keys.SignAsync(SignedBy, lane, WriteAsync, cancellationToken);

        async Task<WrittenCredential> WriteAsync(ChosenKey key, CancellationToken ending)
        {
            var header = JsonSerializer.SerializeToUtf8Bytes(
                new Dictionary<string, string> { ["alg"] = "ES256", ["typ"] = form.Name, ["kid"] = key.KidToWrite });
            var input = CompactJws.SigningInputOf(header, payload);
            var signature = await key.SignAsync(SHA256.HashData(input), ending);
            return new WrittenCredential(CompactJws.Join(input, signature), key.KeyId);
        }
    }

    public IReadOnlyList<QrContent> SymbolsOf(ReadOnlyMemory<byte> credential)
    {
        return [new QrContent(NumericText.SegmentsOf(form.Prefix, credential.Span)) { LeastErrorCorrection = QrErrorCorrection.L }];
    }

    public CredentialView ViewOf(ReadOnlyMemory<byte> credential)
    {
        var payload = CompactJws.Parse(Own(credential).Payload)!.Value;
        return new CredentialView(
            payload.GetProperty("iss").GetString()!, DateTimeOffset.FromUnixTimeSeconds(payload.GetProperty("iat").GetInt64()), payload);
    }

    public string BindingHashOf(ReadOnlyMemory<byte> credential) => JwsJudge.BindingHashOf(Own(credential));

    public Likeness Recognize(ReadOnlySpan<byte> payload)
    {
        var text = payload.Trim(" \t\r\n"u8);
        return text.StartsWith(Encoding.ASCII.GetBytes(form.Prefix)) || CompactJws.PeekHeader(text, "typ") == form.Name
            ? Likeness.Yes
            : Likeness.No;
    }

    public Task<Judgement> JudgeAsync(ReadOnlyMemory<byte> payload, ITrustedKeys keys, CancellationToken cancellationToken)
    {
        return judge.JudgeAsync(form, payload, keys, cancellationToken);
    }

    private static CompactJws Own(ReadOnlyMemory<byte> credential) =>
        CompactJws.Read(credential.Span) ?? throw new InvalidDataException("The stored credential is no JWS.");

    private byte[] PayloadOf(CredentialSource source)
    {
        var accepted = source.Event;
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("jti", source.CertificateId);
            writer.WriteString("iss", issuer.Value.Id);
            writer.WriteNumber("iat", source.IssuedAt.ToUnixTimeSeconds());
            writer.WriteString("type", accepted.Type);
            writer.WriteNumber("version", accepted.Version);
            writer.WriteString("shape", accepted.Shape);
            writer.WritePropertyName("claims");
            types.Current.Of(accepted).ClaimsOf(accepted.Data, SubjectIdOf(accepted)).WriteTo(writer);
            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
