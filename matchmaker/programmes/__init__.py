"""Calls of the programme, submissions to them, their reviews, results and showcases."""
