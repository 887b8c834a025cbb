using Divoc.Functions.Domain;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>
/// The errors of DIVOC's schema layer, each with DIVOC's number and its own sentence beside this program's (specification 08, section 1).
/// DIVOC's sentences name the field without its place in the array; the value, which follows in its sentence about formats, is left out.
/// </summary>
internal static class Schema
{
    /// <summary>Whether a text has fewer characters (code points).</summary>
    public static bool IsShorter(string text, int minLength)
    {
        return text.Length < minLength || (text.Length < minLength * 2 && text.EnumerateRunes().Count() < minLength);
    }

    /// <summary>The body has no content at all.</summary>
    public static Fault MissingBody() => new(
        "",
        FaultCodes.Required,
        "The request has no body: send an array of events.",
        602,
        "body in body is required");

    /// <summary>The body is not JSON.</summary>
    public static Fault NotJson(string where)
    {
        return new Fault("", FaultCodes.InvalidJson, $"The body is not JSON in UTF-8 ({where}).", 400, ParsingFailed("it is not JSON"));
    }

    /// <summary>A value has another type.</summary>
    public static Fault WrongType(string pointer, string path, string wanted)
    {
        var subject = (path, pointer) switch
        {
            ("", "") => "The body",
            ("", _) => "An element of the array",
            _ => path,
        };
        return new Fault(pointer, FaultCodes.WrongType, $"{subject} must be {wanted}.", 400, ParsingFailed($"{subject} is not {wanted}"));
    }

    /// <summary>A member is missing.</summary>
    public static Fault Required(string pointer, EventField field)
    {
        return new Fault(pointer, FaultCodes.Required, $"{field.Path} is required.", 602, $"{field.Path} in body is required");
    }

    /// <summary>A text is too short.</summary>
    public static Fault TooShort(string pointer, string path, int minLength)
    {
        var detail = $"{path} must have at least {minLength} {(minLength == 1 ? "character" : "characters")}.";
        return new Fault(pointer, FaultCodes.TooShort, detail, 604, $"{path} in body should be at least {minLength} chars long");
    }

    /// <summary>A text is not one of the allowed ones.</summary>
    public static Fault NotAllowed(string pointer, string path, IReadOnlyList<string> allowed)
    {
        var detail = $"{path} must be one of {string.Join(", ", allowed)}, in the same upper and lower case.";
        return new Fault(pointer, FaultCodes.Enum, detail, 606, $"{path} in body should be one of [{string.Join(' ', allowed)}]");
    }

    /// <summary>A number is less than one.</summary>
    public static Fault BelowOne(string pointer, string path)
    {
        return new Fault(
            pointer, FaultCodes.Minimum, $"{path} must be at least 1.", 609, $"{path} in body should be greater than or equal to 1");
    }

    /// <summary>A date or date-time can't be read.</summary>
    public static Fault Format(string pointer, EventField field)
    {
        return field.Type switch
        {
            FieldType.Date => Format(pointer, field, "date that exists, in the form of RFC 3339, such as 2021-07-12", "date"),
            FieldType.DateOfBirth => Format(
                pointer,
                field,
                "date that exists, such as 1987-04-21. If only the month or the year is known: 1987-04 or 1987",
                "date"),
            _ => Format(
                pointer,
                field,
                "date-time that exists, in the form of RFC 3339 with seconds and offset, such as 2021-07-12T19:21:19Z or "
                + "2021-07-12T19:21:19.646+05:30",
                "date-time"),
        };
    }

    private static Fault Format(string pointer, EventField field, string wanted, string type)
    {
        return new Fault(
            pointer,
            FaultCodes.Format,
            $"{field.Path} must be a {wanted}.",
            601,
            $"{field.Path} in body must be of type {type}");
    }

    private static string ParsingFailed(string reason) => $"parsing body body from \"\" failed, because {reason}";
}
