using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Formats.Divoc.Judging;
using Divoc.Functions.LinkedData.Proofs;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.LinkedData.Proofs;
using Divoc.Functions.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Verification;

/// <summary>
/// W1, the proof: genuine credentials of other issuers are altered in every way that leaves the signed statements as they are (removed,
/// added, exchanged, renamed members, and every other distribution of the values of a term over its members). Whether they are left is told
/// by the canonical statements alone. No such alteration is good and more favourable to its holder.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class AlterationTests : IDisposable
{
    private static readonly RSA Key = RSA.Create(2048);
    private static readonly RsaSignature2018 Suite = new(DivocContexts.Of(new CredentialOptions()));
    private static readonly ProofOptions Options = new(OtherIssuer.Method, OtherIssuer.Created);

    private static readonly string[] EvidenceMembers =
    [
        "certificateId", "infoUrl", "feedbackUrl", "batch", "vaccine", "manufacturer", "icd11Code", "prophylaxis", "date", "effectiveStart",
        "effectiveUntil", "dose", "totalDoses",
        "testName", "testType", "disease", "sampleOrigin", "sampleCollectionTimestamp", "resultTimestamp", "result",
        "firstPositiveTestDate",
    ];

    private static readonly string[] SubjectMembers = ["refId", "uhid", "name", "gender", "age", "nationality", "dob"];

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Genuine => [.. Certificates.All.Keys];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Genuine))]
    public async Task W1_no_alteration_that_keeps_the_signature_valid_is_both_accepted_and_more_favourable(string name)
    {
        var original = Certificates.All[name];
        await using var bench = TrustingBench();
        Assert.True(IsGood(await bench.VerifyAsync(Signed(original, original))), $"{name} itself");
        var statements = StatementsOf(original);
        Assert.NotNull(statements);

        var bad = new List<string>();
        var kept = 0;
        foreach (var altered in Alterations(original).Where(altered => StatementsOf(altered) == statements))
        {
            kept++;
            if (IsMoreFavourable(original, altered) && IsGood(await bench.VerifyAsync(Signed(original, altered))))
            {
                bad.Add(altered["evidence"]!.ToJsonString());
            }
        }

        Assert.Empty(bad);
        Assert.True(kept > 0, "No alteration keeps the statements.");
    }

    /// <summary>
    /// Each member of a recovery has a term of its own, so none of its values can be moved, exchanged or removed under the signature, to
    /// nobody's favour either.
    /// </summary>
    [Fact]
    public async Task No_alteration_of_a_recovery_that_keeps_the_signature_valid_is_accepted()
    {
        var original = Certificates.Recovery();
        await using var bench = TrustingBench();
        var verdict = await bench.VerifyAsync(Signed(original, original));
        Assert.Equal(VerificationStatus.Valid, verdict.Status);
        Assert.DoesNotContain(verdict.Reasons, reason => reason.Code == "FIELDS_NOT_BOUND");

        foreach (var altered in Kept(original).Where(altered => !JsonNode.DeepEquals(altered, original)))
        {
            Assert.False(IsGood(await bench.VerifyAsync(Signed(original, altered))), altered.ToJsonString());
        }

        var late = Certificates.Recovery(start: "2024-09-29");
        Assert.Contains((await bench.VerifyAsync(Signed(late, late))).Reasons, reason => reason.Code == "DATE_ORDER");
    }

    /// <summary>The proof above would prove nothing if no alteration were to anybody's favour.</summary>
    [Fact]
    public void The_tested_alterations_include_those_that_benefit_a_forger()
    {
        Assert.Contains(Kept(Certificates.All["v1"]), altered => Text(altered, "dose") == "2" && Text(altered, "totalDoses") == "1");
        Assert.Contains(
            Kept(Certificates.All["v1 that ends on the day of the dose"]), altered => Text(altered, "effectiveUntil").Length == 0);
        Assert.Contains(Kept(Certificates.All["v2"]), altered => Text(altered, "vaccine") == "Serum Institute");
        Assert.All(
            ["v1", "v1 that ends on the day of the dose", "v1 that begins two weeks later"],
            name => Assert.Contains(Kept(Certificates.All[name]), altered => IsMoreFavourable(Certificates.All[name], altered)));
    }

    /// <summary>Profiles that are right make genuine certificates good, and no altered one.</summary>
    [Theory]
    [InlineData("a booster")]
    [InlineData("no end")]
    [InlineData("an end that is not meant")]
    public async Task W1_no_alteration_is_both_accepted_and_more_favourable_under_a_correct_profile(string name)
    {
        var (original, profile) = name switch
        {
            "a booster" => (Certificates.Vaccination("v1", dose: "3"), new IssuerProfile { LargestSeries = 2 }),
            "no end" => (
                Certificates.Without(Certificates.Vaccination("v1", start: "2024-05-14"), "effectiveUntil"),
                new IssuerProfile { Omits = ["effectiveUntil"] }),
            _ => (Certificates.Vaccination("v1", start: "2024-05-14", end: "2024-05-14"), new IssuerProfile { EndIsNotEnforced = true }),
        };
        await using var bench = TrustingBench(profile);
        Assert.True(IsGood(await bench.VerifyAsync(Signed(original, original))), $"{name} itself");
        foreach (var altered in Kept(original))
        {
            // Without an end that is meant, an earlier or later one is neither gain nor loss.
            var gains = IsMoreFavourable(original, altered)
                && !(profile.EndIsNotEnforced && StartOf(altered) >= StartOf(original) && Ahead(altered) <= Ahead(original));
            Assert.False(gains && IsGood(await bench.VerifyAsync(Signed(original, altered))), altered["evidence"]!.ToJsonString());
        }
    }

    /// <summary>A profile that is wrong lets through what it excuses.</summary>
    [Fact]
    public async Task A_wrong_profile_accepts_an_alteration_that_it_allows_and_a_correct_profile_does_not()
    {
        var original = Certificates.All["v1"];
        var swapped = Kept(original).First(altered => Text(altered, "dose") == "2" && Text(altered, "totalDoses") == "1");
        await using var wrong = TrustingBench(new IssuerProfile { LargestSeries = 1 });
        await using var right = TrustingBench(new IssuerProfile { LargestSeries = 2 });
        Assert.True(IsGood(await right.VerifyAsync(Signed(original, original))));

        Assert.True(IsGood(await wrong.VerifyAsync(Signed(original, swapped))));
        Assert.Equal(VerificationStatus.Indeterminate, (await right.VerifyAsync(Signed(original, swapped))).Status);
    }

    private static IEnumerable<JsonObject> Kept(JsonObject original)
    {
        var statements = StatementsOf(original);
        return Alterations(original).Where(altered => StatementsOf(altered) == statements);
    }

    private static bool IsGood(Verdict verdict) => verdict.Status is not (VerificationStatus.Invalid or VerificationStatus.Indeterminate);

    private static string? StatementsOf(JsonObject credential)
    {
        try
        {
            return Convert.ToHexString(Suite.Prepare(JsonElement.Parse(credential.ToJsonString()), Options).DocumentHash);
        }
        catch (Divoc.Functions.LinkedData.LinkedDataException)
        {
            return null;
        }
    }

    /// <summary>The altered credential under the proof of the original.</summary>
    private static JsonElement Signed(JsonObject original, JsonObject altered)
    {
        var isTest = original["evidence"]![0]!["result"] is not null;
        var proof = (isTest ? OtherIssuer.SignWithEd25519(original) : OtherIssuer.Sign(original, Key)).GetProperty("proof");
        var signed = altered.DeepClone().AsObject();
        signed["proof"] = JsonNode.Parse(proof.GetRawText());
        return JsonElement.Parse(signed.ToJsonString());
    }

    private static IEnumerable<JsonObject> Alterations(JsonObject original)
    {
        return AlterationsOf(original, root => root["evidence"]![0]!.AsObject(), EvidenceMembers)
            .Concat(AlterationsOf(original, root => root["credentialSubject"]!.AsObject(), SubjectMembers))
            .Concat(Distributions(original))
            .DistinctBy(altered => altered.ToJsonString());
    }

    private static IEnumerable<JsonObject> AlterationsOf(JsonObject original, Func<JsonObject, JsonObject> node, string[] members)
    {
        var present = members.Where(member => node(original).ContainsKey(member)).ToList();
        var values = present.ToDictionary(member => member, member => node(original)[member]!);
        foreach (var one in present)
        {
            yield return Altered(original, node, (one, null));
            foreach (var other in members.Where(other => other != one))
            {
                // Added beside, moved (renamed), exchanged with it.
                yield return Altered(original, node, (other, values[one]));
                yield return Altered(original, node, (one, null), (other, values[one]));
                if (values.TryGetValue(other, out var exchanged))
                {
                    yield return Altered(original, node, (one, exchanged), (other, values[one]));
                    foreach (var third in present.Where(third => third != one && third != other))
                    {
                        yield return Altered(original, node, (one, exchanged), (other, values[third]), (third, values[one]));
                    }
                }
            }
        }
    }

    /// <summary>
    /// Every way to give the members of a term the values that it has, or none, such that each value is there. Of groups of up to five
    /// members.
    /// </summary>
    private static IEnumerable<JsonObject> Distributions(JsonObject original)
    {
        var evidence = original["evidence"]![0]!.AsObject();
        string[][] groups =
        [
            ["date", "effectiveStart", "effectiveUntil"],
            ["dose", "totalDoses"],
            ["certificateId", "batch", "vaccine", "manufacturer", "icd11Code"],
            ["sampleCollectionTimestamp", "resultTimestamp"],
        ];
        foreach (var group in groups.Where(group => group.Any(evidence.ContainsKey)))
        {
            var values = group.Select(member => evidence[member]).OfType<JsonNode>().DistinctBy(value => value.ToJsonString()).ToList();
            var ways = (int)Math.Pow(values.Count + 1, group.Length);
            for (var way = 0; way < ways; way++)
            {
                var choice = group.Select((_, index) => way / (int)Math.Pow(values.Count + 1, index) % (values.Count + 1)).ToList();
                if (Enumerable.Range(1, values.Count).All(choice.Contains))
                {
                    yield return Altered(
                        original,
                        root => root["evidence"]![0]!.AsObject(),
                        [.. group.Zip(choice, (member, value) => (member, value == 0 ? null : values[value - 1]))]);
                }
            }
        }
    }

    private static JsonObject Altered(
        JsonObject original, Func<JsonObject, JsonObject> node, params (string Member, JsonNode? Value)[] changes)
    {
        var altered = original.DeepClone().AsObject();
        foreach (var (member, value) in changes)
        {
            if (value is null)
            {
                node(altered).Remove(member);
            }
            else
            {
                node(altered)[member] = value.DeepClone();
            }
        }

        return altered;
    }

    /// <summary>Whether a verifier who goes by the altered one grants more than by the original.</summary>
    private static bool IsMoreFavourable(JsonObject original, JsonObject altered)
    {
        return EndOf(altered) > EndOf(original)
            || StartOf(altered) < StartOf(original)
            || Ahead(altered) > Ahead(original)
            || (Text(altered, "result") == "Negative" && Text(original, "result") != "Negative")
            || IsFresher()
            || IsAnotherKnown("disease")
            || IsAnotherKnown("testType")
            || IsAnotherKnown("vaccine");

        bool IsFresher() => DayOf(Text(altered, "sampleCollectionTimestamp")) > DayOf(Text(original, "sampleCollectionTimestamp"));

        bool IsAnotherKnown(string member)
        {
            return JudgingRules.Shipped.MeaningOf(member, Text(altered, member)) is { } meaning
                && JudgingRules.Shipped.MeaningOf(member, Text(original, member)) != meaning;
        }
    }

    private static DateOnly EndOf(JsonObject credential) => DayOf(Text(credential, "effectiveUntil")) ?? DateOnly.MaxValue;

    /// <summary>Without a start a vaccination counts from its day on.</summary>
    private static DateOnly StartOf(JsonObject credential) =>
        DayOf(Text(credential, "effectiveStart")) ?? DayOf(Text(credential, "date")) ?? DateOnly.MinValue;

    private static DateOnly? DayOf(string text) => PresentedDate.TryRead("", text)?.Day;

    private static int Ahead(JsonObject credential)
    {
        return int.TryParse(Text(credential, "dose"), out var dose) && int.TryParse(Text(credential, "totalDoses"), out var total)
            ? dose - total
            : 0;
    }

    private static string Text(JsonObject credential, string member) => credential["evidence"]![0]![member]?.ToString() ?? "";

    private VerificationBench TrustingBench(IssuerProfile? profile = null)
    {
        File.WriteAllText(folder.PathOf("did%3Aexample%3Aauthority.pem"), Key.ExportSubjectPublicKeyInfoPem());
        File.WriteAllText(folder.PathOf("more.json"), $$"""
            {"id":"{{OtherIssuer.Method}}","assertionMethod":[{"id":"{{OtherIssuer.Method}}#ed","publicKeyBase58":"{{Base58Text.Of(Ed25519TestKey.Public.Raw.Span)}}"}]}
            """);
        return new VerificationBench(
            "",
            services => services.Configure<TrustedIssuerOptions>(
                options => options.Profiled = [new NamedIssuer("x", folder.Path, profile ?? IssuerProfile.Unknown)]));
    }
}
