namespace Divoc.Functions.Tests.Architecture;

/// <summary>
/// Finds conditional operators that stand inside another one. By the style of the code a question mark between blanks is such an operator;
/// any other belongs to a nullable type, <c>?.</c>, <c>?[</c> or <c>??</c>.
/// </summary>
internal static class NestedConditionals
{
    /// <summary>The places of their question marks.</summary>
    /// <param name="code">Code without comments and strings.</param>
    public static IEnumerable<int> In(string code)
    {
        var brackets = new Stack<Bracket>([new Bracket()]);
        for (var index = 1; index < code.Length - 1; index++)
        {
            var inner = brackets.Peek();
            switch (code[index])
            {
                case '(' or '[' or '{':
                    brackets.Push(new Bracket());
                    break;
                case ')' or ']' or '}' when brackets.Count > 1:
                    brackets.Pop();
                    brackets.Peek().Take(inner);
                    break;
                case ',':
                    inner.EndElement();
                    break;
                case ';':
                    inner.EndStatement();
                    break;
                case '?' when char.IsWhiteSpace(code[index - 1]) && char.IsWhiteSpace(code[index + 1]):
                    if (inner.HasEarlier || brackets.Any(bracket => bracket.IsOpen))
                    {
                        yield return index;
                    }

                    inner.Open();
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>What has been seen between a pair of brackets.</summary>
    private sealed class Bracket
    {
        private bool hasAny;
        private bool isBlock;

        /// <summary>The element that is being read has a conditional operator, which ends with the element.</summary>
        public bool IsOpen { get; private set; }

        /// <summary>The element has a conditional operator between brackets, so in the condition if another operator follows.</summary>
        public bool HasEarlier { get; private set; }

        public void Open() => (IsOpen, hasAny) = (true, true);

        /// <summary>Brackets inside of these are closed. After a block of statements the next one begins.</summary>
        public void Take(Bracket inner)
        {
            isBlock |= inner.isBlock;
            hasAny |= inner.hasAny;
            HasEarlier = !inner.isBlock && (HasEarlier || inner.hasAny);
        }

        public void EndElement() => (IsOpen, HasEarlier) = (false, false);

        public void EndStatement()
        {
            isBlock = true;
            EndElement();
        }
    }
}
