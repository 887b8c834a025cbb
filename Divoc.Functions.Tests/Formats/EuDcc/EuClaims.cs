using System.Text;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats.EuDcc;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types.Recovery;
using Json.Schema;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>Stored claims of invented persons, and what is made of them.</summary>
internal static class EuClaims
{
    public const string Country = "XX";

    public static HealthEvent Vaccination { get; } = EventBuilder.Vaccination() with
    {
        Recipient = new Recipient { Name = "Jiřina Červenková", Dob = new DateOnly(1987, 4, 21), Identity = "did:example:1" },
        Facility = In("LKA"),
    };

    public static HealthEvent Test { get; } = EventBuilder.Test() with { Recipient = Vaccination.Recipient };

    /// <summary>A facility in a country.</summary>
    public static Facility In(string? country) => new()
    {
        Name = "Harbour Clinic",
        Address = new PostalAddress
        {
            AddressLine1 = "14 Harbour Street",
            District = "Portside",
            State = "Westland",
            Pincode = "4711",
            Country = country,
        },
    };

    /// <summary>As they are stored when the event is issued.</summary>
    public static CertificateClaims Of(HealthEvent happened, CertificateShape? shape = null, string? country = Country)
    {
        return Of(
            happened.Accepted(shape ?? (happened.TestDetails is null ? CertificateShape.VaccinationV1 : CertificateShape.Test)), country);
    }

    /// <summary>Of a recovery in Sri Lanka.</summary>
    public static CertificateClaims OfRecovery(string disease, Recipient? person = null, DateOnly? positive = null)
    {
        var day = positive ?? new DateOnly(2024, 3, 1);
        var happened = new RecoveryEvent
        {
            PreEnrollmentCode = "PE-1",
            Recipient = person ?? Vaccination.Recipient,
            Recovery = new RecoveryDetails
            {
                Disease = disease,
                FirstPositiveTestDate = day,
                ValidFrom = day.AddDays(11),
                ValidUntil = day.AddDays(180),
            },
            Facility = In("LKA"),
        };
        return Of(new AcceptedEvent(RecoveryType.TypeName, 1, "v1", happened.Write()), Country);
    }

    private static CertificateClaims Of(AcceptedEvent accepted, string? country)
    {
        var type = OwnTypes.TypeOf(accepted);
        var id = CertificateId.New();
        return new CertificateClaims
        {
            CertificateId = id,
            AcceptedAt = EventBuilder.AcceptedAt,
            DobKnownTo = type.DobKnownTo(accepted.Data),
            Codes = type.CodesOf(accepted.Data),
            Uvci = country is null ? null : Uvci.Of(country, id),
            Event = accepted with { Data = type.ClaimsOf(accepted.Data, "did:example:1") },
        };
    }

    /// <summary>The certificate as JSON, as it is in CBOR.</summary>
    public static JsonElement JsonOf(EuCertificate certificate)
    {
        var now = DateTimeOffset.UnixEpoch;
        return HealthClaims.Read(HealthClaims.Write(Country, now, now.AddDays(1), certificate)).Certificate;
    }

    /// <summary>The certificate in the text of a QR code.</summary>
    public static HealthClaims Read(ReadOnlySpan<byte> text) =>
        HealthClaims.Read(CoseMessage.Read(HealthCertificateText.Read(text)!).Payload);

    public static HealthClaims Read(string text) => Read(Encoding.ASCII.GetBytes(text));
}

/// <summary>The EU's JSON schema, version 1.3.2, with its formats.</summary>
internal static class EuSchema
{
    private static readonly Lazy<JsonSchema> Schema =
        new(() => JsonSchema.FromText(Encoding.UTF8.GetString(SharedData.Read("schemas", "DCC.combined-schema.json"))));

    /// <summary>Fails the test where a certificate is not valid, and skips it where the schema is not there.</summary>
    public static void Judge(JsonElement certificate)
    {
        SharedData.PathOf("schemas", "DCC.combined-schema.json");
        Assert.True(IsValid(certificate), certificate.GetRawText());
    }

    public static bool IsValid(JsonElement certificate)
    {
        return Schema.Value.Evaluate(
            certificate, new EvaluationOptions { OutputFormat = OutputFormat.Flag, RequireFormatValidation = true }).IsValid;
    }
}
