using System.Text;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Operations;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Certificates;

/// <summary>
/// Orders to change a certificate, and to release an owner, which are read alike: each fault with its place, code and sentence.
/// </summary>
public sealed class ChangeOrderReaderTests
{
    private const string NoReason =
        "reason is required and must have 1 to 32 upper-case letters, digits and underscores, such as WRONG_PERSON.";
    private const string NoString = "It must be a string.";
    private const string NoInstant = "It must be a date-time as in RFC 3339, with seconds and offset, such as 2026-05-01T00:00:00Z.";
    private const string NoEnd = "until must be after from and in the future.";
    private const string NoJson = "The body is not JSON in UTF-8, has two members with the same name, or is nested too deeply.";

    private static readonly Caller Caller = Caller.OfPartner("clinic", CallerScope.All);

    private readonly ChangeOrderReader reader = new(new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void A_change_and_a_suspension_are_read()
    {
        Assert.Equal(new ChangeOrder("WRONG_PERSON", null, Caller), Read("""{"reason":"WRONG_PERSON","text":null}""", false, out _));
        Assert.Equal(new ChangeOrder("WRONG_PERSON", null, Caller), Read("\uFEFF{\"reason\":\"WRONG_PERSON\"}", false, out _));

        var suspension = Read("""{"until":"2026-06-01T02:00:00+02:00","text":"é","reason":"REVIEW","from":null}""", true, out var faults);
        Assert.Equal(new ChangeOrder("REVIEW", "é", Caller) { Until = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero) }, suspension);
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("", "|INVALID_JSON|" + NoJson)]
    [InlineData("null", "|WRONG_TYPE|The body must be a JSON object.")]
    [InlineData("""{"reason":"A","reason":"A"}""", "|INVALID_JSON|" + NoJson)]
    [InlineData("""{"reason":[[[[1]]]]}""", "|INVALID_JSON|" + NoJson)]
    [InlineData("""{"\ud800":1}""", "|INVALID_JSON|" + NoJson)]
    [InlineData("{}", "/reason|REQUIRED|" + NoReason)]
    [InlineData("""{"reason":null}""", "/reason|REQUIRED|" + NoReason)]
    [InlineData("""{"reason":7}""", "/reason|WRONG_TYPE|" + NoString, "/reason|REQUIRED|" + NoReason)]
    [InlineData("""{"reason":"a b"}""", "/reason|FORMAT|" + NoReason)]
    [InlineData("""{"reason":"A","text":[]}""", "/text|WRONG_TYPE|" + NoString)]
    [InlineData("""{"reason":"A","text":"\udc00"}""", "/text|LONE_SURROGATE|It contains half of a surrogate pair.")]
    [InlineData("""{"reason":"A","text":"\n"}""", "/text|CONTROL_CHARACTER|It contains a control character: remove it.")]
    [InlineData("""{"reason":"A","until":"x","other":1}""",
        "|UNKNOWN_MEMBER|The body has an unknown member. Allowed are: reason, text, from, until.",
        "/until|FORMAT|" + NoInstant)]
    [InlineData("""{"until":"2026-04-01T00:00:00Z","reason":"A"}""", "/until|DATE_ORDER|" + NoEnd)]
    [InlineData("""{"until":"2026-06-01T00:00:00Z","from":"2026-06-01T02:00:00+02:00","reason":"A"}""", "/until|DATE_ORDER|" + NoEnd)]
    [InlineData(
        """{"from":1,"until":true,"reason":""}""",
        "/from|WRONG_TYPE|" + NoString,
        "/until|WRONG_TYPE|" + NoString,
        "/reason|REQUIRED|" + NoReason)]
    public void Errors_in_a_suspension_are_reported_in_the_order_of_the_body(string body, params string[] expected)
    {
        Read(body, true, out var faults);
        Assert.Equal(expected, faults.Select(Line));
    }

    [Fact]
    public void A_change_cannot_have_times_and_has_size_limits()
    {
        Read("""{"reason":"A","until":"2199-01-01T00:00:00Z"}""", false, out var unknown);
        Assert.Equal(["|UNKNOWN_MEMBER|The body has an unknown member. Allowed are: reason, text."], unknown.Select(Line));

        Read($$"""{"reason":"A","text":"{{new string('x', StateChange.LongestText + 1)}}"}""", false, out var tooLong);
        Assert.Equal([$"/text|TOO_LONG|It must have at most {StateChange.LongestText} characters."], tooLong.Select(Line));

        Read(new string(' ', ChangeOrderReader.BodyBytes + 1), false, out var tooLarge);
        Assert.Equal([$"|PAYLOAD_TOO_LARGE|The body is larger than {ChangeOrderReader.BodyBytes} bytes."], tooLarge.Select(Line));
    }

    [Theory]
    [InlineData("""{"owner":"clinic","reason":"A"}""")]
    [InlineData("""{"owner":7,"reason":"A"}""",
        "/owner|WRONG_TYPE|" + NoString,
        "/owner|REQUIRED|owner is required: the name of a partner as in Divoc:Partners, in lower-case letters and digits.")]
    [InlineData("""{"reason":"a","owner":"A B","x":1}""",
        "|UNKNOWN_MEMBER|The body has an unknown member. Allowed are: owner, reason.",
        "/reason|FORMAT|" + NoReason,
        "/owner|FORMAT|owner is required: the name of a partner as in Divoc:Partners, in lower-case letters and digits.")]
    public void An_owner_is_given_by_the_name_of_a_partner(string body, params string[] expected)
    {
        var order = OwnerOrder.Read(Encoding.UTF8.GetBytes(body), out var faults);

        Assert.Equal(expected, faults.Select(Line));
        Assert.Equal(expected.Length == 0 ? new OwnerOrder("clinic", "A") : null, order);
    }

    [Theory]
    [InlineData("{}",
        "/certificateIds|REQUIRED|certificateIds is required: the certificate ids of the events to discard.",
        "/reason|REQUIRED|reason is required: say why the events are discarded. Their failure records keep it.")]
    [InlineData("""{"certificateIds":[],"reason":"\u0007"}""",
        "/certificateIds|EMPTY_ARRAY|It must have at least one element.",
        "/reason|CONTROL_CHARACTER|It contains a control character: remove it.")]
    [InlineData("""{"certificateIds":["x"],"reason":"","all":true}""",
        "|UNKNOWN_MEMBER|The body has an unknown member. Allowed are: certificateIds, reason.",
        "/certificateIds/0|FORMAT|It must be a certificate id.",
        "/reason|TOO_SHORT|It must not be empty.")]
    [InlineData("""{"certificateIds":["zzzzzzzzzzzzzzzzzzzzzzzzza"],"reason":"\ud800"}""", "|INVALID_JSON|" + NoJson)]
    public void Errors_in_a_discard_order_are_reported(string body, params string[] expected)
    {
        Assert.Null(DiscardOrder.Read(Encoding.UTF8.GetBytes(body), out var faults));
        Assert.Equal(expected, faults.Select(Line));
    }

    private static string Line(Fault fault) => $"{fault.Pointer}|{fault.Code}|{fault.Detail}";

    private ChangeOrder Read(string body, bool isSuspension, out IReadOnlyList<Fault> faults) =>
        reader.Read(Encoding.UTF8.GetBytes(body), isSuspension, Caller, out faults);
}
