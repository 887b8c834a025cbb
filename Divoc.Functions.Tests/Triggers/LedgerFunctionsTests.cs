using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Triggers;

namespace Divoc.Functions.Tests.Triggers;

public sealed class LedgerFunctionsTests : IAsyncDisposable
{
    private const string Order = """{"owner":"south","reason":"FOREIGN_CODE"}""";

    private readonly PlainBench bench = new();
    private readonly LedgerFunctions functions;

    public LedgerFunctionsTests() => functions = bench.Bench.Create<LedgerFunctions>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task An_owner_is_released_and_admitted_again()
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination("PE 1/Ü"), CertificateShape.VaccinationV1) with
        {
            Owner = "south",
        };
        Assert.True((await bench.Bench.DeliverAsync(certification)).IsUntouched);
        var released = await ReleaseAsync("PE 1/Ü", Order);
        var admitted = await AdmitAsync("PE 1/Ü", Order);

        Assert.Equal((200, "no-store"), (released.Status, released.CacheControl));
        Assert.Equal(
            $$"""{"owner":"south","barred":true,"versions":1,"revoked":["{{certification.CertificateId}}"]}""",
            released.Json.ToJsonString());
        Assert.Equal(
            (200, """{"owner":"south","barred":false,"versions":1,"revoked":[]}"""), (admitted.Status, admitted.Json.ToJsonString()));
    }

    [Fact]
    public async Task If_the_owner_has_nothing_under_the_code_the_release_answers_not_found()
    {
        Assert.Equal((404, "NOT_FOUND"), (await ReleaseAsync("PE-NOBODY", Order)).Outcome);
        Assert.Equal((404, "NOT_FOUND"), (await AdmitAsync("PE-NOBODY", Order)).Outcome);
    }

    [Theory]
    [InlineData("", 400, "INVALID_JSON")]
    [InlineData("[]", 400, "WRONG_TYPE")]
    [InlineData("{}", 400, "REQUIRED")]
    [InlineData("""{"reason":"X"}""", 400, "REQUIRED")]
    [InlineData("""{"owner":"south"}""", 400, "REQUIRED")]
    [InlineData("""{"owner":null,"reason":"X"}""", 400, "REQUIRED")]
    [InlineData("""{"owner":7,"reason":"X"}""", 400, "WRONG_TYPE")]
    [InlineData("""{"owner":"South","reason":"X"}""", 400, "FORMAT")]
    [InlineData("""{"owner":"a2345678901234567890123456789012x","reason":"X"}""", 400, "FORMAT")]
    [InlineData("""{"owner":"south","reason":"no word"}""", 400, "FORMAT")]
    [InlineData("""{"owner":"south","reason":"A23456789012345678901234567890123"}""", 400, "FORMAT")]
    [InlineData("""{"owner":"south","reason":"\ud800"}""", 400, "LONE_SURROGATE")]
    [InlineData("""{"owner":"south","reason":"X","all":true}""", 400, "UNKNOWN_MEMBER")]
    public async Task An_unreadable_order_changes_nothing(string body, int status, string code)
    {
        foreach (var answer in new[] { await ReleaseAsync("PE-1", body), await AdmitAsync("PE-1", body) })
        {
            Assert.Equal((status, code), answer.Outcome);
            Assert.StartsWith("Nothing was changed.", answer.Text("detail"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_order_has_at_most_4_KiB_and_a_valid_Idempotency_Key()
    {
        Assert.Equal((404, "NOT_FOUND"), (await ReleaseAsync("PE-NOBODY", Order.PadRight(4 * 1024))).Outcome);
        Assert.Equal((413, "PAYLOAD_TOO_LARGE"), (await ReleaseAsync("PE-NOBODY", Order.PadRight((4 * 1024) + 1))).Outcome);
        Assert.Equal((400, "IDEMPOTENCY_KEY_MALFORMED"), (await ReleaseAsync("PE-NOBODY", Order, "no visible key")).Outcome);
    }

    private Task<PlainAnswer> ReleaseAsync(string code, string body, string? key = null) =>
        PlainRequest.Post(body, key is null ? [] : [("Idempotency-Key", key)])
            .AnswerAsync(request => functions.ReleaseAsync(request, code, Token));

    private Task<PlainAnswer> AdmitAsync(string code, string body) =>
        PlainRequest.Post(body).AnswerAsync(request => functions.AdmitAsync(request, code, Token));
}
