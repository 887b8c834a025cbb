using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Types;

/// <summary>One element of a request while its rules are checked: what was read, and where they note what is wrong.</summary>
/// <param name="element">What was read.</param>
/// <param name="shape">The shape that it was sent in.</param>
/// <param name="request">What holds for the whole request.</param>
public sealed class EventCheck(ElementValues element, RequestShape shape, RequestCheck request)
{
    /// <summary>What was read.</summary>
    public ElementValues Element => element;

    /// <summary>The shape that it was sent in.</summary>
    public RequestShape Shape => shape;

    /// <summary>When the request came.</summary>
    public DateTimeOffset Now => request.Now;

    /// <summary>Tells on which days events were.</summary>
    public CalendarDays Days => request.Days;

    /// <summary>Refuses the request.</summary>
    public void Refuse(string path, string code, string detail) => Add(RuleAction.Refuse, path, code, detail);

    /// <summary>Warns.</summary>
    public void Warn(string path, string code, string detail) => Add(RuleAction.Warn, path, code, detail);

    /// <summary>A rule that may be eased is broken.</summary>
    /// <param name="rule">Its name, one of <see cref="ICertificateType.Rules"/>.</param>
    /// <param name="path">The field.</param>
    /// <param name="code">A stable word.</param>
    /// <param name="detail">A sentence for the caller, without the offending value.</param>
    public void Break(string rule, string path, string code, string detail) => Add(request.ActionFor(rule), path, code, detail);

    /// <summary>Refuses the request for what DIVOC itself refuses, with its own sentence.</summary>
    public void RefuseAsDivoc(string path, string detail, string divocMessage)
    {
        request.Faults.Add(element.PositionOf(path), new Fault(element.PointerTo(path), FaultCodes.MissingFields, detail, DivocMessage: divocMessage));
    }

    private void Add(RuleAction action, string path, string code, string detail)
    {
        (action == RuleAction.Warn ? request.Warnings : request.Faults).Add(element.PositionOf(path), new Fault(element.PointerTo(path), code, detail));
    }
}

/// <summary>What holds for all elements of a request while its rules are checked.</summary>
/// <param name="Now">When it came.</param>
/// <param name="Days">Tells on which days events were.</param>
/// <param name="ActionFor">What is done about a rule, by its name.</param>
/// <param name="Faults">What is wrong.</param>
/// <param name="Warnings">What is doubtful.</param>
public sealed record RequestCheck(DateTimeOffset Now, CalendarDays Days, Func<string, RuleAction> ActionFor, JsonProblems Faults, JsonProblems Warnings);
