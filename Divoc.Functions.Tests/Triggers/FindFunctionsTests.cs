using Divoc.Functions.Triggers;

namespace Divoc.Functions.Tests.Triggers;

public sealed class FindFunctionsTests(PlainBench bench) : IClassFixture<PlainBench>
{
    private readonly FindFunctions functions = bench.Bench.Create<FindFunctions>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_certificates_of_a_person_are_found_with_their_states_and_links()
    {
        var answer = await FindAsync($$"""{"preEnrollmentCode":"{{PlainBench.Code}}"}""");
        var found = answer.Json["certificates"]!.AsArray();

        Assert.Equal((200, "no-store"), (answer.Status, answer.CacheControl));
        Assert.Equal([bench.Superseded, bench.Live, bench.TestResult], found.Select(one => one!["certificateId"]!.ToString()));
        Assert.Equal(["SUPERSEDED", "LIVE", "LIVE"], found.Select(one => one!["state"]!["status"]!.ToString()));
        Assert.Equal(["vaccination", "vaccination", "test"], found.Select(one => one!["type"]!.ToString()));
        Assert.Equal("dose:1", found[0]!["key"]!.ToString());
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", found[0]!["validUntil"]!.ToString());
        Assert.Equal(bench.Live, found[0]!["state"]!["replacedBy"]!.ToString());
        Assert.Equal($"http://localhost:7071/certificates/{bench.Live}/certificate.pdf", found[1]!["links"]!["pdf"]!.ToString());
    }

    [Fact]
    public async Task The_list_of_a_person_without_certificates_is_empty()
    {
        var answer = await FindAsync("""{"preEnrollmentCode":"NOBODY"}""");

        Assert.Equal((200, """{"certificates":[]}"""), (answer.Status, answer.Json.ToJsonString()));
    }

    [Theory]
    [InlineData("", "INVALID_JSON", 400)]
    [InlineData("{}", "REQUIRED", 400)]
    [InlineData("""{"preEnrollmentCode":null}""", "REQUIRED", 400)]
    [InlineData("""{"preEnrollmentCode":7}""", "WRONG_TYPE", 400)]
    [InlineData("""{"preEnrollmentCode":"A","name":"B"}""", "UNKNOWN_MEMBER", 400)]
    [InlineData("[]", "WRONG_TYPE", 400)]
    [InlineData("{", "INVALID_JSON", 400)]
    public async Task An_invalid_body_is_refused(string body, string code, int status)
    {
        var answer = await FindAsync(body);

        Assert.Equal((status, code), (answer.Status, answer.Json["errors"]?[0]?["code"]!.ToString()));
    }

    [Fact]
    public async Task A_large_body_is_refused()
    {
        Assert.Equal(413, (await FindAsync($$"""{"preEnrollmentCode":"{{new string('x', 5000)}}"}""")).Status);
    }

    private Task<PlainAnswer> FindAsync(string body) => PlainRequest.Post(body).AnswerAsync(request => functions.FindAsync(request, Token));
}
