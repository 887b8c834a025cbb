using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Intake;
using Divoc.Functions.Messaging;
using Divoc.Functions.Operations;
using Divoc.Functions.Registry;
using Divoc.Functions.Tests.Architecture;
using Divoc.Functions.Triggers;
using Divoc.Functions.Triggers.Divoc;
using Mono.Cecil;

namespace Divoc.Functions.Tests.Triggers;

/// <summary>
/// Words of closed lists in answers: verdicts, states and codes are in upper case, and docs/answers.md and docs/problems.md have exactly
/// these. They are enumerations, or texts in members that are called code or reason.
/// </summary>
public sealed partial class AnswerWordsTests
{
    private const string Problems = "Problems";
    private const string Statuses = "Names of statuses";
    private const string Errors = "Errors and warnings";
    private const string Verdicts = "Reasons of a verdict";
    private const string Failures = "Reasons of failures";
    private const string Changes = "Reasons of changes";

    /// <summary>Members of answers whose text is a word.</summary>
    private static readonly string[] WordMembers = ["code", "errorCode", "reason"];

    /// <summary>Members of answers whose text is none: an id, a name, a time, an address, a sentence, or somebody else's.</summary>
    private static readonly string[] OtherMembers =
    [
        "Filename", "ID", "Status", "UserID", "algorithm", "alreadyIssued", "by", "certificate", "certificateId", "certificateKid",
        "credential", "detail", "discarded", "errorsUrl", "ignoredColumns", "issued", "issuer", "key", "kid", "kind",
        "message", "name", "next", "notFound", "osOwner", "osid", "owner", "pdf", "place", "pointer", "pointers", "preEnrollmentCode",
        "programId", "purposes", "qr", "queue",
        "replacedBy", "replaces", "replayed", "request", "requestId", "revoked", "shapes", "signature", "statusUrl", "text", "title",
        "type", "url",
        "validFrom", "validUntil", "verificationMethod", "version",
    ];

    /// <summary>Where the documentation has the words of each enumeration.</summary>
    internal static readonly Dictionary<Type, string> SectionsOfEnumerations = new()
    {
        [typeof(CertificateStatus)] = "States of certificates",
        [typeof(OperatorOrder)] = "Orders of operators",
        [typeof(OverviewPart)] = "Parts of the overview",
        [typeof(PartHealth)] = "Health of a part",
        [typeof(RequestedState)] = "States of events",
        [typeof(ServiceHealth)] = "Health of the service",
        [typeof(StateChangeKind)] = "What happened to a certificate",
        [typeof(VerificationStatus)] = "Verdicts",
    };

    /// <summary>Words that the code gives to no code and no reason by name: the queue's own, and the one for none.</summary>
    private static readonly string[] WordsOfQueues = [AnswerWord.Of(QueueLimits.MaxDeliveryCountExceeded), "DEAD_LETTERED"];

    private static readonly Assembly Program = typeof(AnswerWord).Assembly;

    /// <summary>The words of docs/answers.md, docs/problems.md and docs/verdicts.md by section.</summary>
    internal static readonly Dictionary<string, string[]> Documented = ReadDocument();

    private static readonly JsonSerializerContext[] Contexts = [AnswerJson.Readable, DivocAnswerJson.Readable];

    private static readonly IReadOnlyList<(JsonSerializerContext Context, JsonTypeInfo Info)> Answers =
        [.. Contexts.SelectMany(context => Walk(context).Select(info => (context, info)))];

    /// <summary>What the program gives as codes and reasons. Reasons with blanks are sentences, which exceptions and logs have.</summary>
    private static readonly string[] Literals =
    [
        .. ArgumentLiterals.Find(Program.Location, (method, parameter) => IsText("code", method, parameter)),
        .. ArgumentLiterals.Find(Program.Location, (method, parameter) => IsText("reason", method, parameter))
            .Where(reason => reason.Length > 0 && !reason.Contains(' ', StringComparison.Ordinal)),
    ];

    [Fact]
    public void The_enumerations_in_answers_are_documented()
    {
        var found = Answers.Where(answer => answer.Info.Type.IsEnum).Select(answer => answer.Info.Type).Distinct();

        Assert.Equal(SectionsOfEnumerations.Keys.OrderBy(type => type.Name), found.OrderBy(type => type.Name));
        foreach (var (type, section) in SectionsOfEnumerations)
        {
            var words = Enum.GetNames(type).Select(AnswerWord.Of);
            Assert.Equal(words.Order(StringComparer.Ordinal), Documented[section].Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_enumerations_in_answers_are_written_in_upper_case()
    {
        foreach (var (context, info) in Answers.Where(answer => answer.Info.Type.IsEnum))
        {
            foreach (var value in Enum.GetValues(info.Type))
            {
                Assert.Equal($"\"{AnswerWord.Of(value.ToString()!)}\"", JsonSerializer.Serialize(value, context.GetTypeInfo(info.Type)!));
            }
        }
    }

    /// <summary>Whoever adds a member decides: a word belongs into a member called code or reason, or better is an enumeration.</summary>
    [Fact]
    public void Every_text_member_of_an_answer_is_classified_as_a_code_word_or_as_other_text()
    {
        var members = Answers.SelectMany(answer => answer.Info.Properties)
            .Where(property => property.PropertyType == typeof(string) || property.PropertyType.IsAssignableTo(typeof(IEnumerable<string>)))
            .Select(property => property.Name)
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(WordMembers.Concat(OtherMembers).Order(StringComparer.Ordinal), members);
    }

    [Fact]
    public void All_codes_and_reasons_in_the_program_are_in_upper_case()
    {
        Assert.DoesNotContain(Literals, word => !Word().IsMatch(word) && word != QueueLimits.MaxDeliveryCountExceeded);
    }

    [Fact]
    public void The_documentation_lists_exactly_the_codes_and_reasons_in_the_program()
    {
        var given = Literals.Select(AnswerWord.Of).Concat(WordsOfQueues).Distinct().Order(StringComparer.Ordinal);
        string[] sections = [Problems, Errors, Verdicts, Failures, Changes];

        Assert.Equal(given, sections.SelectMany(section => Documented[section]).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            sections.Append(Statuses).Concat(SectionsOfEnumerations.Values).Order(StringComparer.Ordinal),
            Documented.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_documentation_lists_the_names_of_statuses()
    {
        var rows = StatusRow()
            .Matches(Page("problems.md"))
            .Select(row => (Word: row.Groups[1].Value, Status: int.Parse(row.Groups[2].Value, CultureInfo.InvariantCulture)));
        var words = rows.Where(row => Documented[Statuses].Contains(row.Word)).ToList();

        Assert.Equal(
            Documented[Statuses].Order(StringComparer.Ordinal),
            words.Where(IsName).Select(row => row.Word).Distinct().Order(StringComparer.Ordinal));

        static bool IsName((string Word, int Status) row) => row.Word == AnswerWord.Of(new Problem(row.Status, "").ErrorCode);
    }

    [Fact]
    public void The_documentation_lists_exactly_the_reasons_of_verdicts()
    {
        var reasons = from type in Program.GetTypes()
                      from property in type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                      where property.PropertyType == typeof(VerificationReason)
                      select ((VerificationReason)property.GetValue(null)!).Code;

        Assert.Equal(reasons.Distinct().Order(StringComparer.Ordinal), Documented[Verdicts].Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_documentation_lists_all_error_codes()
    {
        var codes = typeof(FaultCodes).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Select(field => (string)field.GetRawConstantValue()!);

        Assert.Empty(codes.Except(Documented[Errors]));
    }

    [Theory]
    [InlineData("QR_TOO_LARGE", "QR_TOO_LARGE")]
    [InlineData("MaxDeliveryCountExceeded", "MAX_DELIVERY_COUNT_EXCEEDED")]
    [InlineData("TTLExpiredException", "TTL_EXPIRED_EXCEPTION")]
    [InlineData("queued", "QUEUED")]
    [InlineData("Session id is null.", "SESSION_ID_IS_NULL_")]
    [InlineData("", "")]
    public void A_code_word_in_any_notation_is_answered_in_upper_case(string word, string answered)
    {
        Assert.Equal(answered, AnswerWord.Of(word));
        Assert.Equal(answered, AnswerWord.Of(answered));
    }

    [Theory]
    [InlineData("MAX_DELIVERY_COUNT_EXCEEDED", true)]
    [InlineData("max_delivery_count_exceeded", true)]
    [InlineData("MaxDeliveryCountExceeded", true)]
    [InlineData("maxdeliverycountexceeded", true)]
    [InlineData("MAX_DELIVERY_COUNT", false)]
    [InlineData("", false)]
    public void A_code_word_is_understood_in_its_answered_and_in_its_stored_notation(string asked, bool isMeant)
    {
        Assert.Equal(isMeant, AnswerWord.IsMeant(asked, QueueLimits.MaxDeliveryCountExceeded));
    }

    [Fact]
    public void Codes_from_other_systems_are_answered_in_upper_case()
    {
        Assert.Equal("\"NO_PAGE\"", JsonSerializer.Serialize<ProblemCode>("NoPage"));
        Assert.Equal("602", JsonSerializer.Serialize<ProblemCode>(602));
    }

    /// <summary>Of a constant, of both ends of a condition and of a local variable. What is looked at is <see cref="GiveSome"/>.</summary>
    [Fact]
    public void The_test_finds_the_texts_that_code_passes_to_a_parameter()
    {
        var found = ArgumentLiterals.Find(
            typeof(AnswerWordsTests).Assembly.Location, (method, parameter) => method.Name == nameof(Take) && parameter.Name == "code");

        Assert.Equal(["A_CONSTANT", "IN_A_SWITCH", "NESTED", "OTHERWISE", "TRUE"], found.Order(StringComparer.Ordinal));
    }

    internal static string GiveSome(int number)
    {
        var late = number == 3 ? Take(3, "NESTED", "not this") : "";
        var code = number switch
        {
            4 => "IN_A_SWITCH",
            _ => "OTHERWISE",
        };
        return Take(number, number > 2 ? "TRUE" : "A_CONSTANT", number > 1 ? "not this" : late) + Take(number, code, "");
    }

    private static string Take(int number, string code, string detail) => number + code + detail;

    private static bool IsText(string asked, MethodReference method, ParameterDefinition parameter)
    {
        var isText = parameter.ParameterType.MetadataType == MetadataType.String || parameter.ParameterType.Name == nameof(ProblemCode);
        var name = method.Name.StartsWith("set_", StringComparison.Ordinal) ? method.Name["set_".Length..] : parameter.Name;
        return isText && !IsOfSpecifications(method) && string.Equals(name, asked, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>JSON-LD and its proofs have codes of their own in lower case, which no answer has as its code.</summary>
    private static bool IsOfSpecifications(MethodReference method)
    {
        return method.DeclaringType.FullName.StartsWith("Divoc.Functions.LinkedData.", StringComparison.Ordinal);
    }

    /// <summary>All that a context writes: its types and those of their members, however deep.</summary>
    private static List<JsonTypeInfo> Walk(JsonSerializerContext context)
    {
        var seen = new Dictionary<Type, JsonTypeInfo>();
        var open = new Stack<Type>(context.GetType().GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
            .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!));
        while (open.TryPop(out var type))
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (seen.ContainsKey(type) || context.GetTypeInfo(type) is not { } info)
            {
                continue;
            }

            seen.Add(type, info);
            foreach (var next in info.Properties.Select(property => property.PropertyType).Append(info.ElementType).OfType<Type>())
            {
                open.Push(next);
            }
        }

        return [.. seen.Values];
    }

    /// <summary>The words of the first column of each section's table; those of verdicts have a page of their own.</summary>
    private static Dictionary<string, string[]> ReadDocument()
    {
        var sections = (Page("answers.md") + Page("problems.md")).Split("\n## ")
            .Skip(1)
            .ToDictionary(section => section[..section.IndexOf('\n', StringComparison.Ordinal)], WordsOf);
        sections[Verdicts] = WordsOf(Page("verdicts.md"));
        return sections;
    }

    private static string Page(string name) => File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", name));

    private static string[] WordsOf(string text) => [.. Row().Matches(text).Select(row => row.Groups[1].Value)];

    [GeneratedRegex("^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\| `([^`]+)` \| ([0-9]{3}) \|", RegexOptions.Multiline)]
    private static partial Regex StatusRow();

    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
