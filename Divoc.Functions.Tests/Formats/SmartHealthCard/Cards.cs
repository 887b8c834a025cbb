using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.SmartHealthCard;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Tests.Formats.EuDcc;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Formats.SmartHealthCard;

/// <summary>Stored claims of invented persons, and what is made of them.</summary>
internal static class Cards
{
    public const string InCardForm = "?format=smart-health-card";

    // Making one takes longer than all else.
    private static readonly Lazy<string> RsaKey = new(() =>
    {
        using var key = RSA.Create(2048);
        return key.ExportPkcs8PrivateKeyPem();
    });

    public static HealthEvent Vaccination { get; } = Of("Comirnaty", 1, new DateOnly(2024, 1, 1));

    public static HealthEvent Test { get; } = EuClaims.Test;

    /// <summary>A dose of a vaccine.</summary>
    public static HealthEvent Of(string vaccine, int dose, DateOnly day)
    {
        var first = EuClaims.Vaccination;
        return first with { Vaccination = first.Vaccination! with
        {
            Name = vaccine,
            Dose = dose,
            Date = new DateTimeOffset(day, new TimeOnly(10, 0), TimeSpan.FromHours(5.5)),
        } };
    }

    /// <summary>What a format gets of some events of one person, the first of which is asked for.</summary>
    public static CredentialSource Source(DateTimeOffset now, params HealthEvent[] events)
    {
        List<CertificateClaims> claims = [.. events.Select(
            (happened, index) => EuClaims.Of(happened) with { AcceptedAt = EuClaims.Of(happened).AcceptedAt.AddDays(index) })];
        return new CredentialSource(claims[0].CertificateId, claims[0].AcceptedAt, now, claims[0].Event)
        {
            Claims = claims[0],
            Group = claims,
        };
    }

    /// <summary>Puts the key of credentials into a folder, and tells its file; the keys of cards are made beside it.</summary>
    public static string KeyFileIn(TemporaryFolder folder)
    {
        var file = folder.PathOf("signing-key.pem");
        File.WriteAllText(file, RsaKey.Value);
        return file;
    }

    public static CardMapping Mapping(SmartHealthCardOptions? options = null) =>
        new(options ?? new SmartHealthCardOptions(), new CalendarDays(TimeZoneInfo.Utc));

    /// <summary>What the cards of a certificate of a test are named by.</summary>
    public static RidSubject SubjectOfTest { get; } = new() { Ledger = "ledger", Kid = "kid", Type = "test", CertificateId = "id" };

    /// <summary>A ledger with that certificate alone.</summary>
    public static CertificateLedger LedgerOf(long revision, params IReadOnlyList<StateChange> changes)
    {
        var listed = new ListedCertificate
        {
            Key = new CertificateKey("test", "", ""),
            TypeVersion = 1,
            CertificateId = SubjectOfTest.CertificateId!,
            IssuedAt = DateTimeOffset.UnixEpoch,
            Kid = "",
            TemplateVersion = "",
            Hashes = new ArtifactHashes(),
            BindingHash = "",
            Changes = changes,
        };
        return new CertificateLedger { Revision = revision, Versions = [listed] };
    }

    /// <summary>From when on a card is valid, as it stands in it.</summary>
    public static string Written(DateTimeOffset signedAt, DateTimeOffset changedAt, DateTimeOffset? endedAt)
    {
        return JsonSerializer.Serialize(
            new CardTime(signedAt, new LastChanges(changedAt, endedAt ?? DateTimeOffset.MinValue), null).NotBefore);
    }

    /// <summary>The document of a JWS.</summary>
    public static JsonNode Read(string jws) => JsonNode.Parse(CardJws.Read(Encoding.ASCII.GetBytes(jws))!.Unpack()!)!;

    /// <summary>The document in a file.</summary>
    public static JsonNode Read(byte[] file) => Read(CardText.OfFile(file));

    /// <summary>The resources of a card.</summary>
    public static JsonArray Entries(JsonNode card) => card["vc"]!["credentialSubject"]!["fhirBundle"]!["entry"]!.AsArray();
}

/// <summary>An issuer of health cards with a key of its own.</summary>
internal sealed class CardIssuer : IDisposable
{
    public const string Url = "https://cards.example.org/trial";

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Kid => PublishedKey.Of(key).KeyId;

    public ECDsa Key => key;

    public void Dispose() => key.Dispose();

    /// <summary>The key as a JWK.</summary>
    public JsonObject ToJwk() => PublishedKey.Of(key).ToJsonWebKey();

    /// <summary>The key set.</summary>
    public string Set() => new JsonObject { ["keys"] = new JsonArray(ToJwk()) }.ToJsonString();

    /// <summary>A card of a document.</summary>
    public string Sign(JsonNode document) => Sign(JsonSerializer.SerializeToUtf8Bytes(document));

    public string Sign(byte[] payload) => Sign(CardJws.Write(Kid, payload));

    /// <summary>A JWS of what stands before its last point.</summary>
    public string Sign(string input)
    {
        var bytes = Encoding.ASCII.GetBytes(input);
        var signature = key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{input}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>A card of two doses.</summary>
    public static JsonNode Document(DateTimeOffset from, string issuer = Url)
    {
        var card = JsonNode.Parse(TwoDoses)!;
        card["iss"] = issuer;
        card["nbf"] = from.ToUnixTimeSeconds();
        return card;
    }

    private const string TwoDoses = """
        {"iss":"ISSUER","nbf":0,"vc":{"type":["https://smarthealth.cards#health-card"],"credentialSubject":{"fhirVersion":"4.0.1","fhirBundle":{"resourceType":"Bundle","type":"collection","entry":[
          {"fullUrl":"resource:0","resource":{"resourceType":"Patient","name":[{"family":"Nguyễn-Gößinger","given":["Þórður","B."]}],"birthDate":"1951-01-20"}},
          {"fullUrl":"resource:1","resource":{"resourceType":"Immunization","status":"completed","vaccineCode":{"coding":[{"system":"http://hl7.org/fhir/sid/cvx","code":"207"}]},"patient":{"reference":"resource:0"},"occurrenceDateTime":"2021-01-29","performer":[{"actor":{"display":"Trial Hospital"}}],"lotNumber":"0000007"}},
          {"fullUrl":"resource:2","resource":{"resourceType":"Immunization","status":"completed","vaccineCode":{"coding":[{"system":"http://hl7.org/fhir/sid/cvx","code":"229"}]},"patient":{"reference":"resource:0"},"occurrenceDateTime":"2021-01-01"}}
        ]}},"rid":"AbC-_def"}}
        """;
}
