using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats.EuDcc;
using Divoc.Functions.Keys;
using Divoc.Functions.Status;
using Divoc.Functions.Tests.Ledger;
using Divoc.Functions.Tests.Status;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>The EU's hash lists: of which certificates, by which hashes, in which form.</summary>
public sealed class EuRevocationsTests : IAsyncDisposable
{
    private readonly StatusBench bench;
    private readonly IssuerOptions issuer = new() { Country = EuClaims.Country };

    public EuRevocationsTests() => bench = BenchOf(wholeList: 10_000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    /// <summary>
    /// Identifiers of certificates that member states published for tests, and their hashes as the tests of Germany's app have them
    /// (corona-warn-app/cwa-app-android, Apache-2.0, RevocationCalculationSampleData.json).
    /// </summary>
    [Theory]
    [InlineData(
        "DE", "URN:UVCI:01DE/A23234242/50CUH2UMZUJW382VP58G2Q#F", "423bd0a847634ce8dea5dd5e9400f287", "7dfb27c9adf0551f0600585a9641a026")]
    [InlineData(
        "DE", "URN:UVCI:01DE/A42234539/43CUH2UMZUJW382VP58G2Q#F", "54a90383b0e792489835caec8befd2a4", "eeabbcbbb1637ddf343458f1f41842da")]
    [InlineData("LT", "URN:UVCI:01:LT:1111ZXWMLK5CHWBDVQK5Q#Z", "3d59bc9b9563dcea32836578c9d3b161", "0c32d9ec22eb7167ea0e7a1eb0a21849")]
    public void The_hashes_match_those_of_other_verifiers(string country, string identifier, string byIdentifier, string byCountry)
    {
        Assert.Equal(byIdentifier, Convert.ToHexStringLower(Convert.FromBase64String(EuRevocations.HashOf(identifier))));
        Assert.Equal(byCountry, Convert.ToHexStringLower(Convert.FromBase64String(EuRevocations.HashOf(country + identifier))));
    }

    [Fact]
    public void A_certificate_has_a_name_of_each_hash_kind_derived_from_its_identifier()
    {
        var listed = VersionBuilder.Version();
        var uvci = Uvci.Of("XX", listed.CertificateId);

        Assert.Equal(
            [("uci", EuRevocations.HashOf(uvci)), ("countryuci", EuRevocations.HashOf($"XX{uvci}"))],
            EuRevocations.NamesOf(listed, "XX").Select(name => (name.Kind, name.Name)));
        Assert.Empty(EuRevocations.NamesOf(listed, ""));
        Assert.Empty(EuRevocations.NamesOf(listed with { CertificateId = "123456789" }, "XX"));
        Assert.Empty(EuRevocations.NamesOf(listed with { TypeVersion = 2 }, "XX"));
        Assert.Empty(EuRevocations.NamesOf(listed with { Key = listed.Key with { Type = "convalescence" } }, "XX"));
    }

    [Fact]
    public void A_list_is_split_into_batches_of_a_thousand_with_the_members_of_the_gateway()
    {
        var names = Enumerable.Range(0, 2001).Select(number => EuRevocations.HashOf($"{number}")).ToList();
        var batches = Form().BatchesOf("countryuci", names, new DateTimeOffset(2026, 3, 1, 23, 59, 59, TimeSpan.Zero));

        Assert.Equal([1000, 1000, 1], batches.Select(batch => batch["entries"]!.AsArray().Count));
        Assert.All(
            batches, batch => Assert.Equal(["country", "expires", "kid", "hashType", "entries"], batch.Select(member => member.Key)));
        Assert.All(
            batches,
            batch => Assert.Equal(
                ("XX", "UNKNOWN_KID", "COUNTRYCODEUCI"), (Text(batch, "country"), Text(batch, "kid"), Text(batch, "hashType"))));

        // The day after, and the 365 days of the longest certificate.
        Assert.Equal("2027-03-02T00:00:00Z", Text(batches[0], "expires"));
        Assert.Equal(names, batches.SelectMany(batch => batch["entries"]!.AsArray().Select(entry => entry!["hash"]!.ToString())));
        Assert.All(names, name => Assert.Matches("^[A-Za-z0-9+/]{22}==$", name));
        Assert.Equal("UCI", Text(Assert.Single(Form().BatchesOf("uci", ["x"], default)), "hashType"));
        Assert.Empty(Form().BatchesOf("uci", [], default));
        issuer.Country = "";
        Assert.Empty(Form().BatchesOf("uci", ["x"], default));
    }

    [Fact]
    public async Task Revoked_replaced_and_suspended_certificates_are_listed_while_they_are_not_valid()
    {
        var revoked = (await bench.RevokeOneAsync()).CertificateId;
        var suspended = (await bench.IssueAsync()).CertificateId;
        await bench.IssueAsync();
        await bench.Changer.SuspendAsync(
            suspended, Order() with { From = StatusBench.Start.AddHours(1), Until = StatusBench.Start.AddHours(2) }, Token);
        await bench.AnnounceAsync();

        Assert.Equal(Hashes(revoked), await ListedAsync());
        bench.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Hashes(revoked, suspended), await ListedAsync());
        bench.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Hashes(revoked), await ListedAsync());
    }

    [Fact]
    public async Task The_same_list_is_served_for_ten_seconds()
    {
        var first = await FindAsync(bench);
        await bench.RevokeOneAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Same(first, await FindAsync(bench));
        bench.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotEqual(first.Tag, (await FindAsync(bench)).Tag);
    }

    [Fact]
    public async Task A_certificate_registered_before_there_were_names_is_not_listed_until_the_register_is_rebuilt()
    {
        issuer.Country = "";
        var id = (await bench.RevokeOneAsync()).CertificateId;
        issuer.Country = EuClaims.Country;
        await bench.RegisterAsync(3);
        Assert.Empty(await ListedAsync());
        await bench.Issuing.Get<StatusRebuilder>().RebuildAsync(null, Token);
        bench.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(Hashes(id), await ListedAsync());
    }

    [Fact]
    public async Task A_name_stays_registered_after_an_erasure_and_after_the_country_setting_is_removed()
    {
        var id = (await bench.RevokeOneAsync()).CertificateId;
        issuer.Country = "";
        await bench.Issuing.Get<CertificateEraser>().EraseAsync(id, Order(), Token);
        await bench.AnnounceAsync();
        issuer.Country = EuClaims.Country;

        Assert.Equal(Hashes(id), await ListedAsync());
    }

    [Fact]
    public async Task A_list_that_is_too_long_for_one_answer_is_split_into_shards_like_the_signed_list()
    {
        await using var sharded = BenchOf(wholeList: 1);
        string[] ids =
        [
            (await sharded.RevokeOneAsync()).CertificateId,
            (await sharded.RevokeOneAsync()).CertificateId,
            (await sharded.RevokeOneAsync()).CertificateId,
        ];
        var lists = sharded.Issuing.Get<FormatRevocations>();

        Assert.Equal("""{"prefixLength":1}""", JsonOf(await FindAsync(sharded)).ToJsonString());
        List<string> found = [];
        foreach (var prefix in "0123456789abcdef".Select(digit => $"{digit}"))
        {
            var shard = JsonOf((await lists.FindShardAsync("eu", "uci", prefix, Token))!);
            Assert.Equal(prefix, Text(shard, "prefix"));
            Assert.Equal(ids.Count(id => StatusBench.HashOf(id).StartsWith(prefix, StringComparison.Ordinal)), EntriesOf(shard).Count);
            found.AddRange(EntriesOf(shard));
        }

        Assert.Equal(Hashes(ids), found.Order(StringComparer.Ordinal));
        Assert.Null(await lists.FindShardAsync("eu", "uci", "00", Token));
        Assert.Null(await lists.FindShardAsync("eu", "uci", "A", Token));
        Assert.Null(await lists.FindShardAsync("eu", "signature", "0", Token));
        Assert.Null(await lists.FindAsync("ch", "uci", Token));
    }

    private StatusBench BenchOf(int wholeList) => new(wholeList, services => services.AddSingleton(Options.Create(issuer)));

    private EuRevocations Form() => new(Options.Create(new EuDccOptions()), Options.Create(issuer));

    private static ChangeOrder Order() => new("EU", null, Caller.Service);

    private static string[] Hashes(params string[] ids) =>
        [.. ids.Select(id => EuRevocations.HashOf(Uvci.Of(EuClaims.Country, id))).Order(StringComparer.Ordinal)];

    private static async Task<FormatRevocationList> FindAsync(StatusBench of) =>
        (await of.Issuing.Get<FormatRevocations>().FindAsync("eu", "uci", Token))!;

    private async Task<List<string>> ListedAsync()
    {
        var list = JsonOf(await FindAsync(bench));
        Assert.Equal(0, list["prefixLength"]!.GetValue<int>());
        return EntriesOf(list);
    }

    private static JsonObject JsonOf(FormatRevocationList list) => JsonNode.Parse(list.Bytes.Span)!.AsObject();

    private static List<string> EntriesOf(JsonObject list) =>
        [.. list["batches"]!.AsArray().SelectMany(batch => batch!["entries"]!.AsArray()).Select(entry => entry!["hash"]!.ToString())];

    private static string Text(JsonObject batch, string member) => batch[member]!.ToString();
}
