"""The formulas of learning, stated a second time and on their own, so that Nexus can be held to them.

Reads a JSON list of cases, prints a JSON list of results. Standard library only.
"""

import json
import sys
from collections import Counter, defaultdict


def complexity(task):
    points = 0
    size = len(task.get("description", ""))
    if size > 200:
        points += 2
    elif size > 100:
        points += 1
    points += len(task.get("dependencies", []))
    effort = task.get("effort", 1)
    if effort > 5:
        points += 3
    elif effort > 2:
        points += 1
    if task.get("category", "general") in ["backend", "database", "integration", "auth"]:
        points += 2
    return "high" if points >= 7 else "medium" if points >= 4 else "low"


def text_similarity(one, other):
    if not one or not other:
        return 0.0
    left, right = set(one.split()), set(other.split())
    if not left or not right:
        return 0.0
    return len(left & right) / len(left | right)


def pattern_similarity(task, pattern):
    score = 0.0
    if task.get("category") == pattern.get("category"):
        score += 0.4
    if task.get("type") == pattern.get("type"):
        score += 0.3
    if complexity(task) == pattern.get("complexity"):
        score += 0.2
    score += text_similarity(task.get("description", "").lower(), pattern.get("category", "").lower()) * 0.1
    return score


def similar(task, patterns, settings):
    scored = []
    for pattern in patterns:
        if pattern["success"]:
            score = pattern_similarity(task, pattern)
            if score > settings["threshold"]:
                scored.append((pattern, score))
    scored.sort(key=lambda pair: pair[1], reverse=True)
    return scored[:5]


def error_solutions(kind, message, solutions):
    scored = []
    for solution in solutions:
        if solution["error_type"] == kind:
            score = 1.0
            if message and solution["error_message"]:
                score += text_similarity(message.lower(), solution["error_message"].lower()) * 0.5
            scored.append((solution["id"], score))
    scored.sort(key=lambda pair: pair[1], reverse=True)
    return scored[:3]


def trend(patterns):
    if len(patterns) < 10:
        return "insufficient_data"
    middle = len(patterns) // 2
    first, second = patterns[:middle], patterns[middle:]
    change = sum(1 for p in second if p["success"]) / len(second) - sum(1 for p in first if p["success"]) / len(first)
    return "improving" if change > 0.1 else "declining" if change < -0.1 else "stable"


def average(patterns):
    times = [p["duration_s"] for p in patterns if p["duration_s"] > 0]
    return sum(times) / len(times) if times else 0


def trends(patterns):
    groups = defaultdict(list)
    for pattern in patterns:
        groups[pattern["category"]].append(pattern)
    out = []
    for category, group in groups.items():
        group.sort(key=lambda p: p["at"])
        recent = group[-20:]
        out.append(
            {
                "category": category,
                "success_rate": sum(1 for p in recent if p["success"]) / len(recent),
                "average_duration_s": average(recent),
                "total": len(group),
                "recent": len(recent),
                "best_approaches": Counter(p["approach"] for p in recent if p["success"]).most_common(3),
                "trend": trend(group),
            }
        )
    return out


def listed(heading, pairs):
    return [heading] + [f"  - {name} ({count})" for name, count in pairs] if pairs else []


def recommendation(task, patterns, settings):
    found = [pattern for pattern, _ in similar(task, patterns, settings)]
    approaches, tools, factors = Counter(p["approach"] for p in found), Counter(), []
    for pattern in found:
        factors.extend(pattern["success_factors"])
        for tool in pattern["tools"]:
            tools[tool] += 1
    lines = ["Nothing similar has succeeded yet: the standard approach."]
    approach = "standard"
    if found:
        approach = approaches.most_common(1)[0][0]
        lines = [f"Use the approach '{approach}': {approaches[approach]} of {len(found)} similar successes used it."]
        lines += listed("What made them succeed:", Counter(factors).most_common(5))
        lines += listed("What they used:", tools.most_common(3))
    return {
        "approach": approach,
        "confidence": min(len(found) / 10.0 * settings["confidence"], 1.0),
        "recommendations": lines,
        "similar": len(found),
        "approaches": approaches.most_common(),
        "success_factors": Counter(factors).most_common(5),
        "tools": tools.most_common(3),
    }


def metrics(patterns):
    if not patterns:
        return {"status": "no_data"}
    successes = sum(1 for p in patterns if p["success"])
    return {
        "status": "measured",
        "total_executions": len(patterns),
        "successful_executions": successes,
        "success_rate": successes / len(patterns),
        "average_duration_s": average(patterns),
        "category_distribution": Counter(p["category"] for p in patterns).most_common(),
    }


def advice(performance):
    lines = []
    for one in performance:
        name = one["category"]
        if one["success_rate"] < 0.7:
            share = f"{one['success_rate']:.1%}".replace(".0%", "%").replace("%", " %")
            lines.append(f"Improve '{name}' tasks: {share} of the newest succeeded.")
        if one["trend"] == "declining":
            lines.append(f"Find out why '{name}' tasks succeed less often than before.")
        if one["average_duration_s"] > 300:
            lines.append(f"Make '{name}' tasks faster: they take # s on average.")
    return lines or ["No category needs attention."]


def insights(patterns):
    if len(patterns) < 10:
        return [f"Too few executions for insights: {len(patterns)}, and 10 are needed."]
    successes = [p for p in patterns if p["success"]]
    lines = []
    approaches = Counter(p["approach"] for p in successes)
    if approaches:
        name, count = approaches.most_common(1)[0]
        lines.append(f"Most successes: '{name}' ({count}).")
    factors = [factor for p in successes for factor in p["success_factors"]]
    return lines + listed("What made them succeed:", Counter(factors).most_common(3))


def result(case):
    settings, task = case["settings"], case["task"]
    # Saved one after the other, the last so many kept.
    patterns = sorted(case["executions"], key=lambda p: p["at"])[-settings["patterns"] :]
    solutions = sorted(case["solutions"], key=lambda s: s["at"])[-settings["solutions"] :]
    performance = trends(patterns)
    return {
        "complexity": complexity(task),
        "similarities": [pattern_similarity(task, p) for p in patterns],
        "similar": [[p["task"], score] for p, score in similar(task, patterns, settings)],
        "recommendation": recommendation(task, patterns, settings),
        "solutions": error_solutions(case["error_type"], case.get("error_message"), solutions),
        "metrics": metrics(patterns),
        "performance": performance,
        "advice": advice(performance),
        "insights": insights(patterns),
    }


json.dump([result(case) for case in json.load(sys.stdin)], sys.stdout)
