using System.Text;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Tests.Domain;

public sealed class JsonNodeReaderTests
{
    private static readonly JsonBounds Bounds = new(10_000, 8);

    private enum Course
    {
        FirstDose,
        SecondDose,
    }

    [Theory]
    [InlineData("""{"a":1}""", "/a")]
    [InlineData("""{"a/b":{"m~n":[[0,1]]}}""", "/a~1b/m~0n/0/1")]
    [InlineData("""{"":{"":0}}""", "//")]
    [InlineData("""{"\u0061\"é":true}""", "/a\"é")]
    [InlineData("""[[],[{}]]""", "/1/0")]
    [InlineData("7", "")]
    public void A_place_has_a_JSON_pointer(string document, string pointer)
    {
        using var input = Open(document);
        Assert.Equal(pointer, Last(input.Root!).Pointer);
    }

    /// <summary>
    /// With blanks, a byte order mark, characters of several bytes, a name without characters: positions count the bytes of the document as
    /// it came.
    /// </summary>
    [Theory]
    [InlineData("""  {"é" :  "x"}""", "x", 11, 3)]
    [InlineData("""{"a":1,"":  [ "x" ]}""", "x", 14, 14)]
    [InlineData("\uFEFF[ \"x\"]", "x", 5, 5)]
    [InlineData("""{"\u0041 b" : "x"}""", "x", 14, 1)]
    [InlineData("""{"":"x"}""", "x", 4, 1)]
    public void A_place_has_a_start_position(string document, string text, long position, long namePosition)
    {
        using var input = Open(document);
        var node = Last(input.Root!);

        Assert.Equal((text, position, namePosition), (node.TextOrNull(), node.Position, node.NamePosition));
        Assert.Equal((byte)'"', Encoding.UTF8.GetBytes(document)[(int)node.Position]);
        Assert.Equal((byte)'"', Encoding.UTF8.GetBytes(document)[(int)node.NamePosition]);
    }

    [Theory]
    [InlineData("""{"x":1}""")]
    [InlineData("""{"x":"\ud800"}""")]
    public void A_document_within_the_limits_is_opened(string document)
    {
        using var input = Open(document, Bounds with { AllowsLoneSurrogates = true });
        Assert.Equal((null, true), (input.Refusal, input.Root is not null));
    }

    [Theory]
    [InlineData("", "does not contain any JSON tokens")]
    [InlineData("{", "Expected depth to be zero")]
    [InlineData("[1,]", "trailing comma")]
    [InlineData("[1] 2", "invalid after a single JSON value")]
    [InlineData("[/**/]", "'/' is invalid after a value")]
    [InlineData("\uFEFF\uFEFF[]", "invalid start of a value")]
    [InlineData("[[[[[[[[[]]]]]]]]]", "depth of 8")]
    [InlineData("""{"a":{"b":1,"b":2}}""", "Duplicate property 'b'")]
    [InlineData("""{"a":1,"\u0061":2}""", "Duplicate property 'a'")]
    [InlineData("""["\ud800"]""", "surrogate")]
    [InlineData("""["\\\udc00\ud800"]""", "surrogate")]
    [InlineData("""["\ud800\u0041"]""", "surrogate")]
    [InlineData("""{"\ud800":1}""", "surrogate")]
    public void A_document_beyond_the_limits_is_refused(string document, string reason)
    {
        using var input = Open(document);

        Assert.Null(input.Root);
        Assert.Equal(FaultCodes.InvalidJson, input.Refusal!.Code);
        Assert.Contains(reason, input.Refusal.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", input.Refusal.Reason, StringComparison.Ordinal);
        Assert.True(input.Problems.IsEmpty);
    }

    [Theory]
    [InlineData("""["\ud83d\ude00"]""")]
    [InlineData("""["\\ud800"]""")]
    [InlineData("""["\\\\ud800", "\\\ud83d\ude00\n"]""")]
    public void A_text_that_only_looks_like_a_lone_surrogate_is_accepted(string document)
    {
        using var input = Open(document);
        Assert.NotNull(input.Root);
    }

    /// <summary>A name that no text can hold would throw wherever somebody looks for another.</summary>
    [Fact]
    public void A_member_name_with_a_lone_surrogate_is_refused_even_where_texts_may_have_one()
    {
        using var input = Open("""{"a":{"x":1,"\udc00":1}}""", Bounds with { AllowsLoneSurrogates = true });
        Assert.Equal(FaultCodes.InvalidJson, input.Refusal!.Code);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'"', 0xFF, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xED, 0xA0, 0x80, (byte)'"' })]
    [InlineData(new byte[] { 0xFF })]
    public void Bytes_that_are_not_UTF_8_are_refused(byte[] document)
    {
        using var input = JsonInput.Open(document, Bounds with { AllowsLoneSurrogates = true }, new JsonProblems());
        Assert.Equal((FaultCodes.InvalidJson, "A byte is not UTF-8."), (input.Refusal!.Code, input.Refusal.Reason));
    }

    [Fact]
    public void A_document_may_have_the_allowed_number_of_bytes_and_no_more()
    {
        using var just = Open("[12345678]", new JsonBounds(10, 1));
        using var larger = Open("[123456789]", new JsonBounds(10, 1));

        Assert.NotNull(just.Root);
        Assert.Equal(FaultCodes.PayloadTooLarge, larger.Refusal!.Code);
    }

    [Fact]
    public void A_refusal_gives_the_line_and_byte_counted_from_one()
    {
        using var input = Open("{\n  \"kind\" \"test\"\n}");
        Assert.Equal(" at line 2, byte 10", input.Refusal!.Place);
    }

    [Fact]
    public void Duplicate_members_are_all_listed_where_they_are_allowed()
    {
        using var input = Open("""{"a":1,"\u0061":2,"\ud800":3}""", Bounds with { AllowsDuplicates = true, AllowsLoneSurrogates = true });
        var members = input.Root!.Members().ToList();

        Assert.Equal(["a", "\\u0061", "\\ud800"], members.Select(member => Encoding.UTF8.GetString(member.RawName)));
        Assert.Equal([1, 7, 18], members.Select(member => member.NamePosition));
        Assert.Equal(["a", "a"], members.Take(2).Select(member => member.Name));
        Assert.Equal(FaultCodes.LoneSurrogate, TextInspection.ProblemOf(members[2].RawName));
    }

    [Fact]
    public void Problems_are_noted_with_their_place_in_the_order_of_the_document()
    {
        var problems = new JsonProblems();
        using var input = Open(
            """{"number":0,"text":"","choice":"thirdDose","list":[],"time":"today","name":"\u0007","more":1}""", Bounds, problems);
        var root = input.Root!;

        Assert.Null(root.Find("time")!.Instant());
        Assert.Null(root.Find("choice")!.Choice<Course>());
        Assert.Null(root.Find("name")!.Text(5));
        Assert.Null(root.Find("number")!.Number(1, 4));
        Assert.Null(root.Find("text")!.Text(5));
        Assert.Empty(root.Find("list")!.Items(3));
        Assert.Null(root.Need("missing"));
        Assert.True(root.IsObjectOf("number", "text", "choice", "list", "time", "name"));
        root.NoteMember("a/b", FaultCodes.Required, "A name is required.");

        Assert.Equal(
            [
                new Fault("", FaultCodes.Required, "It must have the member \"missing\"."),
                new Fault("/a~1b", FaultCodes.Required, "A name is required."),
                new Fault("/number", FaultCodes.Format, "It must be a whole number from 1 to 4."),
                new Fault("/text", FaultCodes.TooShort, "It must be a text of 1 to 5 characters on one line."),
                new Fault("/choice", FaultCodes.Enum, "It must be one of firstDose, secondDose."),
                new Fault("/list", FaultCodes.EmptyArray, "It must have 1 to 3 items, not 0."),
                new Fault(
                    "/time",
                    FaultCodes.Format,
                    "It must be a date-time as in RFC 3339, with seconds and offset, such as 2026-05-01T00:00:00Z."),
                new Fault("/name", FaultCodes.ControlCharacter, "It must be a text of 1 to 5 characters on one line."),
                new Fault("/more", FaultCodes.UnknownMember, "It is unknown here. Allowed are: number, text, choice, list, time, name."),
            ],
            problems.InOrder());
    }

    [Theory]
    [InlineData("7", FaultCodes.WrongType)]
    [InlineData("null", FaultCodes.WrongType)]
    [InlineData("\"\\ud800\"", FaultCodes.LoneSurrogate)]
    [InlineData("\"abcdef\"", FaultCodes.TooLong)]
    [InlineData("\"a\\u0085\"", FaultCodes.ControlCharacter)]
    public void An_invalid_text_is_noted_with_the_code_of_its_problem(string value, string code)
    {
        var problems = new JsonProblems();
        using var input = Open(value, Bounds with { AllowsLoneSurrogates = true }, problems);

        Assert.Null(input.Root!.Text(5));
        Assert.Equal(code, Assert.Single(problems.InOrder()).Code);
    }

    [Theory]
    [InlineData("1.0", FaultCodes.Format)]
    [InlineData("1e0", FaultCodes.Format)]
    [InlineData("99999999999", FaultCodes.Format)]
    [InlineData("5", FaultCodes.Format)]
    [InlineData("\"1\"", FaultCodes.WrongType)]
    public void An_invalid_number_is_noted_with_the_code_of_its_problem(string value, string code)
    {
        var problems = new JsonProblems();
        using var input = Open(value, Bounds, problems);

        Assert.Null(input.Root!.Number(0, 4));
        Assert.Equal(code, Assert.Single(problems.InOrder()).Code);
    }

    [Fact]
    public void Valid_values_are_read_and_no_problem_is_noted()
    {
        var problems = new JsonProblems();
        using var input = Open(
            """{"number":4,"text":"","choice":"secondDose","list":[1,2],"time":"2026-05-01T10:00:00+05:30","none":null}""",
            Bounds,
            problems);
        var root = input.Root!;

        Assert.Equal(
            (4, "", Course.SecondDose),
            (root.Need("number")!.Number(0, 4), root.Need("text")!.Text(5, 0), root.Need("choice")!.Choice<Course>()));
        Assert.Equal(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.FromMinutes(330)), root.Need("time")!.Instant());
        Assert.Equal(["/list/0", "/list/1"], root.Need("list")!.Items(2).Select(item => item.Pointer));
        Assert.Equal(["/number"], root.Need("number")!.Items(2).Select(item => item.Pointer));
        Assert.Null(root.Need("none")!.OrNull);
        Assert.Empty(root.Need("number")!.Members());
        Assert.True(problems.IsEmpty);
    }

    [Fact]
    public void When_there_are_more_problems_than_are_listed_the_list_says_so()
    {
        var problems = new JsonProblems(most: 2, subject: "");
        using var input = Open("""["x","x","x"]""", Bounds, problems);
        var items = input.Root!.Items().ToList();

        Assert.All(items.Take(2), item => Assert.Null(item.Number(0, 1)));
        Assert.Equal(["/0", "/1"], problems.InOrder().Select(problem => problem.Pointer));

        Assert.Null(items[2].Number(0, 1));
        Assert.Equal(
            [
                "must be a whole number from 0 to 1.",
                "must be a whole number from 0 to 1.",
                "There are more than the 2 that are listed: correct these first.",
            ],
            problems.InOrder().Select(problem => problem.Detail));
        Assert.Equal(("", FaultCodes.MoreFaults), (problems.InOrder()[2].Pointer, problems.InOrder()[2].Code));
    }

    private static JsonInput Open(string document, JsonBounds? bounds = null, JsonProblems? problems = null)
    {
        return JsonInput.Open(Encoding.UTF8.GetBytes(document), bounds ?? Bounds, problems ?? new JsonProblems());
    }

    /// <summary>The last place of a document, as deep as it goes.</summary>
    private static JsonNodeReader Last(JsonNodeReader node)
    {
        var children = node.Value.ValueKind == JsonValueKind.Object ? node.Members() : node.Items();
        return children.LastOrDefault() is { } last ? Last(last) : node;
    }
}
