using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Ddcc;
using Divoc.Functions.Keys;
using Divoc.Functions.LinkedData.Proofs;
using Divoc.Functions.Tests.Formats.EuDcc;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Formats.Ddcc;

/// <summary>Events of invented persons that have all that a WHO document needs, and the documents that are made of them.</summary>
internal static class DdccSamples
{
    public const string Authority = "Ministry of Trials";

    private static readonly Lazy<Task<IReadOnlyList<JsonObject>>> All = new(MakeAllAsync);

    public static DateTimeOffset Now { get; } = new(2024, 3, 1, 9, 30, 15, 678, TimeSpan.Zero);

    public static HealthEvent Vaccination => EuClaims.Vaccination;

    public static HealthEvent Test { get; } = EuClaims.Test with
    {
        TestDetails = EuClaims.Test.TestDetails! with { Manufacturer = "Trial Diagnostics", SampleOrigin = "Nasopharyngeal swab" },
        Facility = EuClaims.In("LKA"),
    };

    /// <summary>As they are stored when the event is issued.</summary>
    public static CertificateClaims ClaimsOf(HealthEvent happened) => EuClaims.Of(happened);

    public static DdccFormat Format(string authority = Authority, string country = "IN", DateTimeOffset? now = null) => new(
        Options.Create(new DdccOptions { Authority = authority }),
        Options.Create(new IssuerOptions { Country = country }),
        OwnTypes.Catalogue,
        new VaccineProducts(),
        new Countries(),
        new CalendarDays(TimeZoneInfo.Utc),
        new FakeTimeProvider(now ?? Now));

    public static Task<WrittenCredential> WriteAsync(CertificateClaims claims, ISigningKeys keys, DdccFormat? format = null)
    {
        var source = new CredentialSource(claims.CertificateId, claims.AcceptedAt, Now, claims.Event) { Claims = claims };
        return (format ?? Format()).WriteAsync(source, keys, SigningLane.Interactive, TestContext.Current.CancellationToken);
    }

    /// <summary>The signed document of an event, as JSON.</summary>
    public static async Task<JsonObject> DocumentOfAsync(HealthEvent happened)
    {
        return JsonNode.Parse((await WriteAsync(ClaimsOf(happened), new TrialKeys())).Bytes.Span)!.AsObject();
    }

    /// <summary>More than a hundred signed documents, made once: see <see cref="Varied"/>.</summary>
    public static Task<IReadOnlyList<JsonObject>> AllAsync() => All.Value;

    /// <summary>
    /// Events that differ in all that documents can tell: products, doses, countries, births, names, texts, kinds of tests, results and
    /// samples.
    /// </summary>
    public static IEnumerable<HealthEvent> Varied()
    {
        string[] names =
        [
            "Jiřina Červenková", "Noor \"Zoë\" O'Brien <&>", "Nguyễn Thị Ơn", "अनीता शर्मा", "山田　太郎", "محمد علي", "Μπάμπης Αγγελόπουλος",
            " Anna\u00A0Beispiel ", "Zoë \U0001F600 \u2028 B", new string('n', 255),
        ];
        string[] births = ["1987-04-21", "2003-12-31", "1901-01-01", "1999-02", "1950"];
        string?[] countries = ["LKA", "IN", "Germany", "UA", null];
        var products = new VaccineProducts();
        string[] vaccines = [.. products.All
            .Where(product => product is { Icd11Product: not null, Icd11Class: not null } && products.Find(product.Name) == product)
            .Select(product => product.Name)];
        for (var index = 0; index < 60; index++)
        {
            var dose = EuClaims.Vaccination.Vaccination! with
            {
                Name = vaccines[index % vaccines.Length],
                Manufacturer = index % 4 == 0 ? "" : $"Maker {index}",
                Batch = index % 3 == 0 ? null : $"B-{index} \t/\\",
                Date = new DateTimeOffset(2023, 1 + (index % 12), 1 + (index % 28), index % 24, 30, 0, TimeSpan.FromHours((index % 9) - 4)),
                Dose = 1 + (index % 4),
                TotalDoses = 1 + (index % 3),
                EffectiveUntil = index % 5 == 0 ? DateOnly.MaxValue : new DateOnly(2025, 1, 15),
            };
            yield return Vaccination with { Vaccination = dose, Recipient = PersonOf(index), Facility = FacilityOf(index) };
        }

        string[] kinds = ["RT-PCR", "RAT", "NAAT", "Rapid Antigen Test (RAT)"];
        string[] origins = ["Nasopharyngeal swab", "Throat swab", "nasal swab", "Saliva", "Blood"];
        for (var index = 0; index < 50; index++)
        {
            var test = Test.TestDetails! with
            {
                TestType = kinds[index % kinds.Length],
                SampleOrigin = origins[index % origins.Length],
                Manufacturer = $" Maker of test {index} ",
                Result = index % 2 == 0 ? "Positive" : "Negative",
                SampleCollectionTimestamp =
                    new DateTimeOffset(2024, 2, 1 + (index % 28), index % 24, 0, 1, index, TimeSpan.FromMinutes(30 * ((index % 20) - 8))),
            };
            yield return Test with { TestDetails = test, Recipient = PersonOf(index), Facility = FacilityOf(index) };
        }

        Recipient PersonOf(int index) => Vaccination.Recipient with
        {
            Name = names[index % names.Length],
            Dob = BirthDate.TryParse(births[index % births.Length], out var born)
                ? born
                : throw new FormatException(births[index % births.Length]),
        };

        Facility FacilityOf(int index) => EuClaims.In(countries[index % countries.Length]) with
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"Clinic {index} «№»"),
        };
    }

    private static async Task<IReadOnlyList<JsonObject>> MakeAllAsync()
    {
        var documents = new List<JsonObject>();
        foreach (var happened in Varied())
        {
            documents.Add(await DocumentOfAsync(happened));
        }

        return documents;
    }
}

/// <summary>One key of a test, on the curve or RSA, which signs for every purpose.</summary>
internal sealed class TrialKeys : ISigningKeys, ITrustedKeys
{
    private static readonly ECDsa Curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly Lazy<RSA> Rsa = new(() => RSA.Create(2048));

    private readonly bool isRsa;

    public TrialKeys(bool isRsa = false) => (this.isRsa, Published) = (isRsa, isRsa ? PublishedKey.Of(Rsa.Value) : PublishedKey.Of(Curve));

    public PublishedKey Published { get; }

    public TrustedKey Trusted => new()
    {
        Kid = Published.KeyId,
        IsOwn = !IsForeign,
        VerificationMethods = IsForeign ? [Published.KeyId] : [],
        Rsa = isRsa ? Rsa.Value.ExportParameters(includePrivateParameters: false) : null,
        P256 = isRsa ? null : Curve.ExportParameters(includePrivateParameters: false),
        Algorithm = RsaJwsAlgorithm.PS256,
        NotBefore = NotBefore,
    };

    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Whether the key is another issuer's, which is trusted by this name.</summary>
    public bool IsForeign { get; init; }

    /// <summary>Whether the key is out of use.</summary>
    public bool IsFormer { get; init; }

    public Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PublishedKey>>([Published]);

    public Task<T> SignAsync<T>(
        SigningUse use, SigningLane lane, Func<ChosenKey, CancellationToken, Task<T>> sign, CancellationToken cancellationToken)
    {
        return sign(new ChosenKey(use, Published, (digest, _) => Task.FromResult(Sign(digest.Span))), cancellationToken);
    }

    public byte[] Sign(ReadOnlySpan<byte> digest) => isRsa
        ? Rsa.Value.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
        : Curve.SignHash(digest, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public Task<IReadOnlyList<TrustedKey>> FindByVerificationMethodAsync(
        KeyPurpose purpose, SignatureAlgorithm algorithm, string verificationMethod, CancellationToken cancellationToken)
    {
        return Task.FromResult<IReadOnlyList<TrustedKey>>(algorithm == Published.Algorithm && !IsFormer ? [Trusted] : []);
    }

    public Task<IReadOnlyList<TrustedKey>> FindByCertificateHashAsync(
        KeyPurpose purpose, SignatureAlgorithm algorithm, string kid, CancellationToken cancellationToken)
    {
        throw new NotSupportedException();
    }

    public Task<IReadOnlyList<TrustedKey>> FindByThumbprintAsync(
        KeyPurpose purpose, SignatureAlgorithm algorithm, string kid, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<TrustedKey>> FindFormerAsync(
        KeyPurpose purpose, SignatureAlgorithm algorithm, CancellationToken cancellationToken)
    {
        return Task.FromResult<IReadOnlyList<TrustedKey>>(
            algorithm == Published.Algorithm && IsFormer ? [Trusted with { IsFormer = true }] : []);
    }
}
