using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>Checks the rules for events of every type, and those of their type. Used for one request.</summary>
internal sealed class ElementRules(
    ICertificateType type, RequestShape shape, RequestCheck request, bool requireProgramId, IPrintableText printable)
{
    /// <summary>
    /// No text may reverse the writing direction, or leave a direction open. This is the only rule for every type that the settings can
    /// relax.
    /// </summary>
    public const string TextDirection = "TextDirection";

    private readonly Dictionary<(string PreEnrollmentCode, CertificateKey Key), int> seen = [];

    /// <summary>Whether a text can be a preEnrollmentCode, which is a segment in URLs and part of keys.</summary>
    public static bool IsPreEnrollmentCode(string code)
    {
        return code.Length > 0
            && code.EnumerateRunes().Count() <= IntakeLimits.PreEnrollmentCodeCharacters
            && !code.AsSpan().ContainsAny("/\\?#%")
            && !code.Any(char.IsControl)
            && !char.IsWhiteSpace(code[0])
            && !char.IsWhiteSpace(code[^1])
            && code is not ("." or "..");
    }

    /// <summary>Checks an element, and that no earlier element is the same event.</summary>
    /// <param name="element">The element as it was read.</param>
    /// <param name="data">Its normalised event.</param>
    public void Check(ElementValues element, JsonElement data)
    {
        var check = new EventCheck(element, shape, request);
        CheckIdentifiers(check);
        type.Check(check);
        CheckSeenBefore(check, data);
        foreach (var (path, text) in element.AllTexts())
        {
            CheckSeen(check, path, text);
            CheckDirection(check, path, text);
            CheckPrintable(check, path, text);
        }
    }

    /// <summary>Checks that an event without other errors can be listed: it must have a key, and facts that are not too large.</summary>
    public void CheckListable(ElementValues element, JsonElement data)
    {
        var check = new EventCheck(element, shape, request);
        if (type.KeyOf(data) is null)
        {
            check.Refuse(
                type.KeyPath,
                FaultCodes.Required,
                $"The fields that identify the event are required: {type.KeyPath}, {type.KeyWords}.");
        }

        try
        {
            _ = type.FactsOf(data);
        }
        catch (FactsTooLargeException)
        {
            check.Refuse(
                "",
                FaultCodes.EventTooLarge,
                $"The service keeps some texts of the event for the pages of the person's later certificates. Together they have more "
                    + $"than {EventFacts.MostBytes} bytes: shorten them.");
        }
    }

    private void CheckIdentifiers(EventCheck check)
    {
        if (check.Element.Text("preEnrollmentCode") is { } code && !IsPreEnrollmentCode(code))
        {
            check.Refuse(
                "preEnrollmentCode",
                FaultCodes.PreEnrollmentCode,
                $"preEnrollmentCode must have 1 to {IntakeLimits.PreEnrollmentCodeCharacters} characters. It must not contain / \\ ? # "
                + "%, begin or end with a blank, or be . or ..");
        }

        // If events of a type have no programme, none can be required.
        if (requireProgramId && shape.Knows("programId") && !check.Element.Has("programId"))
        {
            check.Refuse(
                "programId",
                FaultCodes.ProgramIdRequired,
                "programId is missing, but the settings of this service require it: send it.");
        }
    }

    private void CheckSeenBefore(EventCheck check, JsonElement data)
    {
        if (check.Element.Text("preEnrollmentCode") is { } code
            && type.KeyOf(data) is { } key
            && !seen.TryAdd((code, key), check.Element.Index))
        {
            check.Refuse(
                "",
                FaultCodes.Duplicate,
                $"This is the same event as element {seen[(code, key)]} of the array: send it only once.");
        }
    }

    /// <summary>An optional text without a visible character counts as absent.</summary>
    private void CheckSeen(EventCheck check, string path, string text)
    {
        if (text.Length > 0 && shape.Find(path) is { IsRequired: true } && TextAppearance.ShowsNothing(text))
        {
            check.Refuse(
                path,
                FaultCodes.ShowsNothing,
                $"{path} has only blanks or other invisible characters: send a text with visible characters.");
        }
    }

    private static void CheckDirection(EventCheck check, string path, string text)
    {
        switch (TextAppearance.DirectionOf(text))
        {
            case DirectionControls.Deceptive:
                check.Break(
                    TextDirection,
                    path,
                    FaultCodes.TextDirection,
                    $"{path} has control characters that can make it look like a different text. Remove overrides of the writing "
                    + "direction (U+202D, U+202E). End each embedding (U+202A, U+202B) with U+202C, and each isolate (U+2066 to U+2068) "
                    + "with U+2069.");
                break;
            case DirectionControls.Embedded:
                check.Warn(
                    path,
                    FaultCodes.TextDirection,
                    $"{path} embeds text with a writing direction (U+202A, U+202B). Its characters may be shown in a different order "
                    + "than they are stored. Isolates (U+2066 to U+2069) are safer.");
                break;
        }
    }

    private void CheckPrintable(EventCheck check, string path, string text)
    {
        if (shape.IsPrinted(path) && !printable.CanPrint(text))
        {
            check.Warn(
                path,
                FaultCodes.UnprintableCharacter,
                $"{path} contains a character that the page can't print: the page shows its code instead. The credential and the QR code "
                + "have the character.");
        }
    }
}
