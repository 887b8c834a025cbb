using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>Checks the rules for events of every type, and those of their type. Used for one request.</summary>
internal sealed class ElementRules(ICertificateType type, RequestShape shape, RequestCheck request, bool requireProgramId, IPrintableText printable)
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
            check.Refuse(type.KeyPath, FaultCodes.Required, $"{type.KeyPath} and what else makes an event unique ({type.KeyWords}) are required.");
        }

        try
        {
            _ = type.FactsOf(data);
        }
        catch (FactsTooLargeException)
        {
            check.Refuse("", FaultCodes.EventTooLarge, $"Of the event more than {EventFacts.MostBytes} bytes would have to be kept for later pages: shorten its texts.");
        }
    }

    private void CheckIdentifiers(EventCheck check)
    {
        if (check.Element.Text("preEnrollmentCode") is { } code && !IsPreEnrollmentCode(code))
        {
            check.Refuse(
                "preEnrollmentCode",
                FaultCodes.PreEnrollmentCode,
                $"preEnrollmentCode must have 1 to {IntakeLimits.PreEnrollmentCodeCharacters} characters, none of / \\ ? # %, no blank at either end, and be neither . nor ..");
        }

        // If events of a type have no programme, none can be required.
        if (requireProgramId && shape.Knows("programId") && !check.Element.Has("programId"))
        {
            check.Refuse("programId", FaultCodes.ProgramIdRequired, "programId is required by the settings of this service.");
        }
    }

    private void CheckSeenBefore(EventCheck check, JsonElement data)
    {
        if (check.Element.Text("preEnrollmentCode") is { } code && type.KeyOf(data) is { } key && !seen.TryAdd((code, key), check.Element.Index))
        {
            check.Refuse("", FaultCodes.Duplicate, $"This is the same event as element {seen[(code, key)]} of the array.");
        }
    }

    /// <summary>An optional text without a visible character counts as absent.</summary>
    private void CheckSeen(EventCheck check, string path, string text)
    {
        if (text.Length > 0 && shape.Find(path) is { IsRequired: true } && TextAppearance.ShowsNothing(text))
        {
            check.Refuse(path, FaultCodes.ShowsNothing, $"{path} has no character that can be seen, only blanks or others that show nothing.");
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
                    $"{path} can be read as another text than it is. Leave out overrides of the writing direction (U+202D, U+202E); end each embedding (U+202A, U+202B) with U+202C, and each isolate (U+2066 to U+2068) with U+2069.");
                break;
            case DirectionControls.Embedded:
                check.Warn(
                    path,
                    FaultCodes.TextDirection,
                    $"{path} embeds text of a writing direction (U+202A, U+202B), which may be read in another order than it is stored; isolates (U+2066 to U+2069) are safer.");
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
                $"{path} holds a character of a script that the page can't print; its code stands there instead. Credential and QR code carry it.");
        }
    }
}
