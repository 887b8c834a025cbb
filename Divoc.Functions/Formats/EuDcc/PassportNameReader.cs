using System.Text.Json;
using System.Text.RegularExpressions;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>
/// Reads the name in the body of a call, in the form of DIVOC's adapter (specification 05, section 1): an object with <c>fn</c> and
/// <c>fnt</c> and, if there are given names, <c>gn</c> and <c>gnt</c>. Without a body, the certified name is written.
/// </summary>
public static partial class PassportNameReader
{
    /// <summary>The largest body in bytes.</summary>
    public const int BodyBytes = 4 * 1024;

    /// <summary>The longest text of a member, in characters; the certificate has only the first 80.</summary>
    public const int LongestText = 200;

    private const int Levels = 2;

    private static readonly string[] Members = ["fn", "fnt", "gn", "gnt"];

    private static readonly JsonBounds Bounds = new(BodyBytes, Levels) { AllowsLoneSurrogates = true };

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body as it was received; of a larger one, <see cref="BodyBytes"/> and one byte are enough.</param>
    /// <param name="faults">Everything that is wrong.</param>
    /// <returns>The name; null for none, or if something is wrong.</returns>
    public static PassportName? Read(ReadOnlyMemory<byte> body, out IReadOnlyList<Fault> faults)
    {
        var problems = new JsonProblems();
        var name = body.IsEmpty ? null : Read(body, problems);
        faults = problems.InOrder();
        return faults.Count == 0 ? name : null;
    }

    private static PassportName? Read(ReadOnlyMemory<byte> body, JsonProblems problems)
    {
        using var input = JsonInput.Open(body, Bounds, problems);
        if (input.Root is not { } root)
        {
            problems.Add(
                0,
                new Fault(
                    "",
                    input.Refusal!.Code,
                    $"The body must be JSON in UTF-8 with at most {BodyBytes} bytes and {Levels} levels, and no member twice."));
            return null;
        }

        if (root.Value.ValueKind != JsonValueKind.Object)
        {
            root.Note(FaultCodes.WrongType, "The body must be a JSON object.");
            return null;
        }

        foreach (var member in root.Members().Where(member => !Members.Contains(member.Name)))
        {
            member.Note(FaultCodes.UnknownMember, $"The body has an unknown member. Allowed are: {string.Join(", ", Members)}.");
        }

        var (family, familyTransliterated) = (Needed(root, "fn")?.Text(LongestText), Transliterated(Needed(root, "fnt")));
        var (given, givenTransliterated) = (root.Find("gn")?.OrNull, root.Find("gnt")?.OrNull);
        if (given is null != givenTransliterated is null)
        {
            root.NoteMember(given is null ? "gn" : "gnt", FaultCodes.Required, "gn and gnt must be sent together: send both or neither.");
        }

        return new PassportName(family ?? "", familyTransliterated ?? "", given?.Text(LongestText), Transliterated(givenTransliterated));
    }

    private static JsonNodeReader? Needed(JsonNodeReader root, string name)
    {
        var member = root.Find(name)?.OrNull;
        if (member is null)
        {
            root.NoteMember(name, FaultCodes.Required, $"{name} is required.");
        }

        return member;
    }

    private static string? Transliterated(JsonNodeReader? member)
    {
        var text = member?.Text(Transliteration.LongestName);
        if (text is not null && !Form().IsMatch(text))
        {
            member!.Problem(
                FaultCodes.Format,
                "must be written in A to Z with < between its parts, as in the machine-readable zone of a passport.");
        }

        return text;
    }

    [GeneratedRegex(@"^[A-Z]+(?:<[A-Z]+)*\z")]
    private static partial Regex Form();
}
