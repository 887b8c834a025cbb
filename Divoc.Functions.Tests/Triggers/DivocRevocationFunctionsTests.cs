using System.Text;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Triggers.Divoc;

namespace Divoc.Functions.Tests.Triggers;

public sealed class DivocRevocationFunctionsTests(PlainBench bench) : IClassFixture<PlainBench>
{
    private readonly RevocationFunctions functions = bench.Bench.Create<RevocationFunctions>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("?allDoses=true")]
    [InlineData("?allDoses=TRUE&doses=seven")]
    [InlineData("?doses=1")]
    [InlineData("?doses=1&doses=1")]
    public async Task Repeating_a_revocation_of_doses_revokes_them_once(string query)
    {
        var code = $"PE-DOSES{query}";
        var id = await bench.IssueAsync(code);
        var first = await PlainRequest.Of("DELETE", query).AnswerAsync(request => functions.RevokeDosesAsync(request, code));
        var again = await PlainRequest.Of("DELETE", query).AnswerAsync(request => functions.RevokeDosesAsync(request, code));
        var revoked = Assert.Single(first.Json["certificates"]!.AsArray())!;

        Assert.Equal((200, "no-store"), (first.Status, first.CacheControl));
        Assert.Equal(
            (id, "REVOKED", "REVOKED_BY_CODE"),
            (revoked["certificateId"]!.ToString(), revoked["status"]!.ToString(), revoked["reason"]!.ToString()));
        Assert.Equal((404, "NOT_FOUND"), again.Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?doses=")]
    [InlineData("?doses=1,two")]
    [InlineData("?allDoses=false")]
    public async Task The_doses_to_revoke_must_be_specified(string query)
    {
        var answer = await PlainRequest.Of("DELETE", query).AnswerAsync(request => functions.RevokeDosesAsync(request, PlainBench.Code));

        Assert.Equal((400, "DOSES"), answer.Outcome);
        Assert.True((await bench.Bench.Finder.FindAsync(bench.Live, Divoc.Functions.Domain.Caller.Service, Token))!.IsLive());
    }

    [Fact]
    public async Task Doses_with_a_gap_are_not_revoked()
    {
        Assert.Equal(
            (400, "DOSE_SEQUENCE"),
            (await PlainRequest.Of("DELETE", "?doses=1,3")
                .AnswerAsync(request => functions.RevokeDosesAsync(request, PlainBench.Code))).Outcome);
    }

    /// <summary>A byte order mark before it, as some editors write one, makes no difference.</summary>
    [Fact]
    public async Task A_revoked_or_replaced_credential_is_reported_without_a_reason()
    {
        var revoked = await CheckAsync('\uFEFF' + await CredentialAsync(bench.Revoked));
        var replaced = await CheckAsync(await CredentialAsync(bench.Superseded));

        Assert.Equal((200, "REVOKED", "no-store"), (revoked.Status, revoked.Text("status"), revoked.CacheControl));
        Assert.Equal(["certificateId", "status", "since"], revoked.Json.AsObject().Select(member => member.Key));
        Assert.Equal((200, "SUPERSEDED", bench.Live), (replaced.Status, replaced.Text("status"), replaced.Text("replacedBy")));
    }

    [Fact]
    public async Task A_live_or_foreign_credential_is_reported_as_not_revoked()
    {
        Assert.Equal((404, "NOT_REVOKED"), (await CheckAsync(await CredentialAsync(bench.Live))).Outcome);
        Assert.Equal(
            (404, "NOT_REVOKED"),
            (await CheckAsync($$"""{"evidence":[{"id":"https://example.org/vaccine/{{PlainBench.Unknown}}"}]}""")).Outcome);
        Assert.Equal((404, "NOT_REVOKED"), (await CheckAsync("""{"evidence":[{"id":"https://example.org/vaccine/1"}]}""")).Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"evidence":[]}""")]
    [InlineData("""{"evidence":[{"id":1}]}""")]
    public async Task Input_that_is_not_a_credential_is_refused(string body)
    {
        Assert.Equal((400, "NOT_A_CREDENTIAL"), (await CheckAsync(body)).Outcome);
    }

    [Theory]
    [InlineData(0, 404)]
    [InlineData(1, 400)]
    public async Task A_credential_has_at_most_1_MiB(int more, int status)
    {
        var body =
            $$"""{"evidence":[{"id":"https://example.org/vaccine/{{PlainBench.Unknown}}"}]}""".PadRight(PresentedId.LargestInBytes + more);

        Assert.Equal(status, (await CheckAsync(body)).Status);
    }

    private async Task<string> CredentialAsync(string id)
    {
        return Encoding.UTF8.GetString((await bench.Bench.Store.GetAsync(TestArtifacts.Credential(id), Token))!.Bytes.Span);
    }

    private Task<PlainAnswer> CheckAsync(string body) =>
        PlainRequest.Post(body).AnswerAsync(request => functions.CheckAsync(request, Token));
}
