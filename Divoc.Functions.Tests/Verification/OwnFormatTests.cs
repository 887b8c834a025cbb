using Divoc.Functions.Formats;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Growth;
using Divoc.Functions.Tests.Growth.Jws;
using Divoc.Functions.Types;
using Divoc.Functions.Verification;
using Microsoft.AspNetCore.Http;

namespace Divoc.Functions.Tests.Verification;

/// <summary>What a format tells of a certificate of ours is held against the registry, whatever the format leaves out.</summary>
public sealed class OwnFormatTests
{
    private const string Type = "other-one";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<bool> AllForms => [true, false];

    [Theory]
    [MemberData(nameof(AllForms))]
    public async Task An_issued_certificate_is_valid(bool isStored)
    {
        Assert.Equal("VALID", await VerifyAsync(isStored, static judged => judged));
    }

    /// <summary>
    /// The registry can say nothing of a content that no hash binds: a format that forgets it must not make every content valid.
    /// </summary>
    [Fact]
    public async Task A_credential_of_a_stored_format_without_a_binding_hash_is_invalid()
    {
        Assert.Equal("INVALID NOT_AS_ISSUED", await VerifyAsync(true, static judged => judged with { BindingHash = null }));
    }

    [Theory]
    [MemberData(nameof(AllForms))]
    public async Task A_credential_whose_type_differs_from_the_registry_is_invalid(bool isStored)
    {
        Assert.Equal("INVALID NOT_AS_ISSUED", await VerifyAsync(isStored, static judged => judged with { Type = "test" }));
    }

    [Theory]
    [MemberData(nameof(AllForms))]
    public async Task A_credential_without_a_type_is_judged_by_its_other_content(bool isStored)
    {
        Assert.Equal("VALID", await VerifyAsync(isStored, static judged => judged with { Type = "" }));
    }

    /// <summary>Whoever found a key that is out of use could sign what he likes under the id of a live certificate.</summary>
    [Theory]
    [InlineData(true, "VALID")]
    [InlineData(false, "INVALID KEY_FORMER")]
    public async Task A_certificate_signed_with_a_retired_key_is_valid_only_if_the_registry_lists_its_content(
        bool isStored, string expected)
    {
        Assert.Equal(expected, await VerifyAsync(isStored, static judged => judged with { Key = judged.Key with { IsFormer = true } }));
    }

    private static async Task<string> VerifyAsync(bool isStored, Func<Judgement.Signed, Judgement.Signed> judged)
    {
        var form = isStored ? ScriptedFormat.Stored : ScriptedFormat.Derived;
        await using var bench = new GrownBench(services => ScriptedFormat.AddTo(services, form));
        var credential = isStored ? await IssueAsync(bench) : await DeriveAsync(bench);
        Assert.Equal("scripted", CompactJws.PeekHeader(credential, "typ"));
        ScriptedFormat.Of(bench).Judged = judged;
        var verdict = await bench.Bench.Get<CertificateVerifier>().VerifyAsync(credential, Token);
        return string.Join(' ', verdict.Reasons.Select(reason => reason.Code).Prepend(verdict.Status.ToString().ToUpperInvariant()));
    }

    private static async Task<byte[]> IssueAsync(GrownBench bench)
    {
        bench.Bench.Get<CertificateTypes>().Add(OtherTypes.Of(Type, 1, "v1"));
        return await FetchedAsync(bench, await bench.IssueAsync(Type, Convalescences.Event("OWN")), "");
    }

    private static async Task<byte[]> DeriveAsync(GrownBench bench)
    {
        var happened = PartnerSystem.Event("certify-v1.json", "OWN");
        happened["vaccination"]!["effectiveUntil"] = Convalescences.Day(300);
        return await FetchedAsync(bench, await bench.IssueAsync("vaccination", happened), "?format=scripted");
    }

    private static async Task<byte[]> FetchedAsync(GrownBench bench, string id, string query)
    {
        var fetched = await bench.FetchAsync(id, query);
        Assert.Equal(StatusCodes.Status200OK, fetched.Status);
        return fetched.Body;
    }
}
