using System.Text;
using Divoc.Functions.Domain;
using Divoc.Functions.Operations;

namespace Divoc.Functions.Tests.Intake;

public sealed class ReplayOrderReaderTests
{
    private const string Id = "zzzzzzzzzzzzzzzzzzzzzzzzza";

    [Fact]
    public void A_replay_can_select_ids_a_reason_or_all()
    {
        Assert.Equal([Id], Read($$"""{"certificateIds":["{{Id}}","{{Id}}"]}""", out _)!.CertificateIds!);
        Assert.Equal("QR_TOO_LARGE", Read("""{"reason":"QR_TOO_LARGE"}""", out _)!.Reason);
        Assert.Equal(new ReplayOrder(), Read("""{"all":true}""", out _));
    }

    [Theory]
    [InlineData("", "", "INVALID_JSON")]
    [InlineData("{", "", "INVALID_JSON")]
    [InlineData("[]", "", "WRONG_TYPE")]
    [InlineData("{}", "", "REQUIRED")]
    [InlineData("""{"all":true,"reason":"X"}""", "", "REQUIRED")]
    [InlineData("""{"all":true,"all":true}""", "", "INVALID_JSON")]
    [InlineData("""{"all":false}""", "/all", "ENUM")]
    [InlineData("""{"everything":true}""", "", "UNKNOWN_MEMBER")]
    [InlineData("""{"reason":7}""", "/reason", "WRONG_TYPE")]
    [InlineData("""{"reason":""}""", "/reason", "TOO_SHORT")]
    [InlineData("""{"reason":"\ud800"}""", "", "INVALID_JSON")]
    [InlineData("""{"certificateIds":"x"}""", "/certificateIds", "WRONG_TYPE")]
    [InlineData("""{"certificateIds":[]}""", "/certificateIds", "EMPTY_ARRAY")]
    [InlineData("""{"certificateIds":["zzzzzzzzzzzzzzzzzzzzzzzzza","../requests/x"]}""", "/certificateIds/1", "FORMAT")]
    [InlineData("""{"certificateIds":[null]}""", "/certificateIds/0", "FORMAT")]
    [InlineData("""{"certificateIds":[[[[]]]]}""", "", "INVALID_JSON")]
    public void An_invalid_replay_order_is_refused_with_the_place_of_the_error(string body, string pointer, string code)
    {
        Assert.Null(Read(body, out var faults));
        Assert.Contains(faults, fault => fault.Pointer == pointer && fault.Code == code);
    }

    [Fact]
    public void A_replay_order_beyond_the_limits_is_refused()
    {
        Assert.Null(Read(
            $$"""{"certificateIds":[{{string.Join(',', Enumerable.Repeat($"\"{Id}\"", ReplayOrderReader.MostIds + 1))}}]}""",
            out var tooMany));
        Assert.Equal("TOO_MANY_ITEMS", Assert.Single(tooMany).Code);
        Assert.Null(Read($$"""{"reason":"{{new string('X', ReplayOrderReader.LongestReason + 1)}}"}""", out var tooLong));
        Assert.Equal("TOO_LONG", Assert.Single(tooLong).Code);
        Assert.Null(Read(new string(' ', ReplayOrderReader.BodyBytes + 1), out var tooLarge));
        Assert.Equal("PAYLOAD_TOO_LARGE", Assert.Single(tooLarge).Code);
    }

    private static ReplayOrder? Read(string body, out IReadOnlyList<Fault> faults) =>
        ReplayOrderReader.Read(Encoding.UTF8.GetBytes(body), out faults);
}
