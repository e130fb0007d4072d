using JwtCore.Jwks;

namespace JwtCore.Tests.Jwks;

/// <summary>In which order sources without keys are loaded.</summary>
public class LoadQueueTests
{
    private readonly LoadQueue _queue = new();

    [Fact]
    public void Sources_of_one_rank_come_in_their_order_each_once()
    {
        Add("a b a c b");
        Assert.Equal("a b c", All(hasFailed: false));
        Add("a");
        Assert.Equal("a", All(hasFailed: false));
    }

    [Fact]
    public void Those_with_a_token_that_could_pass_go_first()
    {
        Add("a b");
        Add("c d", couldPass: true);
        Assert.Equal("c d a b", All(hasFailed: false));
    }

    [Fact]
    public void One_whose_token_could_pass_moves_up_and_does_not_fall_back()
    {
        Add("a b c");
        Add("d", couldPass: true);
        Add("b", couldPass: true);
        Add("b");
        Assert.Equal("d b a c", All(hasFailed: false));
    }

    [Fact]
    public void Sources_that_failed_are_apart()
    {
        Add("a", hasFailed: true);
        Add("b", hasFailed: true, couldPass: true);
        Assert.False(_queue.Has(hasFailed: false));
        Assert.Null(_queue.Take(hasFailed: false));
        Assert.True(_queue.Has(hasFailed: true));
        Assert.Equal("b a", All(hasFailed: true));
        Assert.False(_queue.Has(hasFailed: true));
    }

    [Fact]
    public void Ten_thousand_sources_asked_for_again_and_again_take_one_place_each()
    {
        Source[] sources = [.. Enumerable.Range(0, 10_000).Select(i => new Source($"{i}"))];
        for (int round = 0; round < 20; round++)
        {
            Array.ForEach(sources, source => _queue.Add(source, hasFailed: false, couldPass: round % 2 == 1));
        }

        Assert.Equal(sources.Select(source => source.Name), All(hasFailed: false).Split(' '));
    }

    private readonly Dictionary<string, Source> _sources = [];

    private void Add(string names, bool hasFailed = false, bool couldPass = false)
    {
        foreach (string name in names.Split(' '))
        {
            _sources.TryAdd(name, new Source(name));
            _queue.Add(_sources[name], hasFailed, couldPass);
        }
    }

    private string All(bool hasFailed)
    {
        List<string> taken = [];
        while (_queue.Take(hasFailed) is IQueuedLoad next)
        {
            taken.Add(((Source)next).Name);
        }

        return string.Join(' ', taken);
    }

    private sealed class Source(string name) : IQueuedLoad
    {
        public string Name => name;

        public bool TryBegin(RequestBudget budget, BudgetPlace place) => throw new NotSupportedException();
    }
}
